output "security_group_ids" {
  description = "By role: load-balancer, the services, cache, stream, database"
  value       = { for role, group in aws_security_group.this : role => group.id }
}

output "ports" {
  description = "By role"
  value       = var.ports
}

output "private_subnet_ids" {
  description = "As given, checked"
  value       = var.private_subnet_ids
}

output "public_subnet_ids" {
  description = "As given, checked"
  value       = var.public_subnet_ids
}
