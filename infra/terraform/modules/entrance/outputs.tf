output "listener_arn" {
  description = "Where services hang their rules"
  value       = aws_lb_listener.tls.arn
}

output "dns_name" {
  description = "For the record of the name that clients use"
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "For an alias record"
  value       = aws_lb.this.zone_id
}

output "arn_suffix" {
  description = "The load balancer in CloudWatch's dimensions"
  value       = aws_lb.this.arn_suffix
}
