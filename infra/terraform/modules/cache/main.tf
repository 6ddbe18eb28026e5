locals {
  major = split(".", var.engine_version)[0]
}

resource "aws_elasticache_parameter_group" "this" {
  name        = "${var.name}-valkey${local.major}"
  family      = "valkey${local.major}"
  description = "Presence: cluster mode, expired events"

  parameter {
    name  = "cluster-enabled"
    value = "yes"
  }

  # expiry-worker listens for lapsed leases; without it people go offline by the sweep alone.
  parameter {
    name  = "notify-keyspace-events"
    value = "Ex"
  }

  # A full cache must refuse writes, which is seen, and not forget people, which is not.
  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }

  # Room for replication and fragmentation, so that a full cache is refused and does not swap.
  parameter {
    name  = "reserved-memory-percent"
    value = "25"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "random_password" "token" {
  length  = 64
  special = false
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.name
  description          = "Presence: leases, registry, ledgers"
  engine               = "valkey"
  engine_version       = var.engine_version
  node_type            = var.node_type
  port                 = 6379
  parameter_group_name = aws_elasticache_parameter_group.this.name
  subnet_group_name    = aws_elasticache_subnet_group.this.name
  security_group_ids   = [var.security_group_id]

  cluster_mode               = "enabled"
  num_node_groups            = var.shards
  replicas_per_node_group    = var.replicas_per_shard
  automatic_failover_enabled = true
  multi_az_enabled           = var.replicas_per_shard > 0

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  auth_token                 = random_password.token.result
  # The new token is accepted beside the old one until services have restarted with it.
  auth_token_update_strategy = "ROTATE"

  snapshot_retention_limit   = var.snapshot_retention_days
  auto_minor_version_upgrade = true
  apply_immediately          = false
}

# The whole address is the secret, because it contains the token: services read it as REDIS_URIS.
resource "aws_secretsmanager_secret" "address" {
  name        = "${var.name}/redis-uris"
  description = "REDIS_URIS"
  kms_key_id  = var.kms_key_arn
}

resource "aws_secretsmanager_secret_version" "address" {
  secret_id     = aws_secretsmanager_secret.address.id
  secret_string = "rediss://:${random_password.token.result}@${aws_elasticache_replication_group.this.configuration_endpoint_address}:6379"
}
