output "urls" {
  description = "DATASOURCES_DEFAULT_URL by database"
  value       = { for database in keys(local.databases) : database => "jdbc:postgresql://${aws_rds_cluster.this.endpoint}:5432/${database}?${local.tls}" }
}

output "host" {
  description = "Where it is written to, port 5432"
  value       = aws_rds_cluster.this.endpoint
}

output "secret_arns" {
  description = "By database: a secret with username and password"
  value       = { for database, secret in aws_secretsmanager_secret.service : database => secret.arn }
}

output "cluster_identifier" {
  description = "For alarms"
  value       = aws_rds_cluster.this.cluster_identifier
}

output "admin_secret_arn" {
  description = "RDS's own secret of the administrator, for the step that makes databases and users"
  value       = one(aws_rds_cluster.this.master_user_secret[*].secret_arn)
}
