output "address_secret_arn" {
  description = "The secret with REDIS_URIS"
  value       = aws_secretsmanager_secret.address.arn
}

output "member_clusters" {
  description = "The nodes, by name"
  value       = aws_elasticache_replication_group.this.member_clusters
}
