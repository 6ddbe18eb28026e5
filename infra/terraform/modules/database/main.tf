locals {
  major = split(".", var.engine_version)[0]

  # One database, one user and one secret per service: neither can read the other's tables.
  databases = {
    friend_graph = "friend-graph-service"
    last_seen    = "last-seen-persister"
  }
  tls = var.ca_path == null ? "sslmode=require" : "sslmode=verify-full&sslrootcert=${var.ca_path}"
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_rds_cluster_parameter_group" "this" {
  name        = "${var.name}-postgresql${local.major}"
  family      = "aurora-postgresql${local.major}"
  description = "Presence: TLS only"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster" "this" {
  cluster_identifier              = var.name
  engine                          = "aurora-postgresql"
  engine_version                  = var.engine_version
  master_username                 = "presence_admin"
  manage_master_user_password     = true
  master_user_secret_kms_key_id   = var.kms_key_arn
  db_subnet_group_name            = aws_db_subnet_group.this.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
  vpc_security_group_ids          = [var.security_group_id]

  storage_encrypted         = true
  kms_key_id                = var.kms_key_arn
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = var.deletion_protection ? "${var.name}-last" : null
  backup_retention_period   = var.backup_retention_days
  copy_tags_to_snapshot     = true

  enabled_cloudwatch_logs_exports = ["postgresql"]

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.instance_class == "db.serverless" ? [var.capacity] : []

    content {
      min_capacity = serverlessv2_scaling_configuration.value.min
      max_capacity = serverlessv2_scaling_configuration.value.max
    }
  }
}

resource "aws_rds_cluster_instance" "this" {
  count = var.instances

  identifier                   = "${var.name}-${count.index + 1}"
  cluster_identifier           = aws_rds_cluster.this.id
  engine                       = aws_rds_cluster.this.engine
  engine_version               = aws_rds_cluster.this.engine_version
  instance_class               = var.instance_class
  publicly_accessible          = false
  auto_minor_version_upgrade   = true
  performance_insights_enabled = true
  # 0 and 1 are first to take over; the rest follows.
  promotion_tier = count.index
}

resource "random_password" "service" {
  for_each = local.databases

  length  = 40
  special = false
}

resource "aws_secretsmanager_secret" "service" {
  for_each = local.databases

  name        = "${var.name}/database/${each.key}"
  description = "How ${each.value} reaches its database"
  kms_key_id  = var.kms_key_arn
}

resource "aws_secretsmanager_secret_version" "service" {
  for_each = local.databases

  secret_id = aws_secretsmanager_secret.service[each.key].id
  secret_string = jsonencode({
    username = each.key
    password = random_password.service[each.key].result
  })
}
