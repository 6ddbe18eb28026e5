output "bootstrap_servers" {
  description = "KAFKA_BOOTSTRAP_SERVERS: TLS, authorised by role"
  value       = aws_msk_cluster.this.bootstrap_brokers_sasl_iam
}

output "client_settings" {
  description = "What a client must be told to prove itself by its role; no secret among it"
  value = {
    KAFKA_BOOTSTRAP_SERVERS                  = aws_msk_cluster.this.bootstrap_brokers_sasl_iam
    KAFKA_SECURITY_PROTOCOL                  = "SASL_SSL"
    KAFKA_SASL_MECHANISM                     = "AWS_MSK_IAM"
    KAFKA_SASL_JAAS_CONFIG                   = "software.amazon.msk.auth.iam.IAMLoginModule required;"
    KAFKA_SASL_CLIENT_CALLBACK_HANDLER_CLASS = "software.amazon.msk.auth.iam.IAMClientCallbackHandler"
  }
}

output "cluster_arn" {
  description = "For roles"
  value       = aws_msk_cluster.this.arn
}

output "cluster_name" {
  description = "For alarms"
  value       = aws_msk_cluster.this.cluster_name
}

output "topic_arn_prefix" {
  description = "A topic's ARN is this and its name"
  value       = "${replace(aws_msk_cluster.this.arn, ":cluster/", ":topic/")}/"
}

output "group_arn_prefix" {
  description = "A consumer group's ARN is this and its name"
  value       = "${replace(aws_msk_cluster.this.arn, ":cluster/", ":group/")}/"
}

output "copies" {
  description = "Of each partition, on different brokers: three, or as many as there are brokers"
  value       = local.copies
}
