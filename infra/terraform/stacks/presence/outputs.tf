output "dns_name" {
  description = "Of the load balancer: point the name that clients use at it"
  value       = module.entrance.dns_name
}

output "zone_id" {
  description = "Of the load balancer, for an alias record"
  value       = module.entrance.zone_id
}

output "heartbeat_url" {
  description = "Where clients without a socket send POST /v1/heartbeat when it is a function; null: to the load balancer, like everything else"
  value       = one(module.function[*].url)
}

output "kafka_bootstrap_servers" {
  description = "For the step that makes the topics"
  value       = module.stream.bootstrap_servers
}

output "kafka_copies" {
  description = "How many copies of each partition the step that makes the topics asks for"
  value       = module.stream.copies
}

output "topics_policy" {
  description = "Of the role that makes and grows the topics, as JSON: attach it to whoever runs infra/topics/create"
  value = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in local.makes_topics : merge({ Effect = "Allow" }, statement)]
  })
}

output "database_host" {
  description = "For the step that makes databases and users"
  value       = module.database.host
}

output "database_admin_secret_arn" {
  description = "For the step that makes databases and users"
  value       = module.database.admin_secret_arn
}

output "database_secret_arns" {
  description = "By database: username and password of its service"
  value       = module.database.secret_arns
}

output "alarm_names" {
  description = "Of all alarms"
  value       = module.observability.alarm_names
}

output "promises" {
  description = "How much of it may die, for the tests of environments"
  value = {
    instances             = { for service, sized in local.services : service => sized.instances.min }
    cache_copies          = var.cache.replicas_per_shard
    database_instances    = var.database.instances
    brokers               = var.stream.brokers_per_zone * length(var.private_subnet_ids)
    deletion_protection   = var.deletion_protection
    backup_retention_days = var.backup_retention_days
    alarms_reach_somebody = var.alarm_topic_arn != null
    settings              = toset(keys(var.settings))
  }
}
