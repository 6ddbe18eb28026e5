output "url" {
  description = "Where other services of the namespace find it"
  value       = "http://${var.service}:${var.port}"
}

output "service_name" {
  description = "In ECS, for alarms"
  value       = local.running.name
}

output "target_group_arn_suffix" {
  description = "In CloudWatch's dimensions; null without a route"
  value       = one(aws_lb_target_group.this[*].arn_suffix)
}

output "task_definition_arn" {
  description = "The revision that runs"
  value       = aws_ecs_task_definition.this.arn
}
