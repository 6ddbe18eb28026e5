# Any one zone, node, broker or instance may die: two or more of everything, in different zones. Nothing is deleted by accident.
provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "presence", environment = "prod" }
  }
}

module "presence" {
  source = "../../stacks/presence"

  name                       = "presence-prod"
  vpc_id                     = var.vpc_id
  private_subnet_ids         = var.private_subnet_ids
  public_subnet_ids          = var.public_subnet_ids
  operator_security_group_id = var.operator_security_group_id
  scraper_security_group_id  = var.scraper_security_group_id
  certificate_arn            = var.certificate_arn
  images                     = var.images
  image_repository_arns      = var.image_repository_arns
  collector_image            = var.collector_image
  heartbeat                  = var.heartbeat
  function_package           = var.function_package
  last_seen_package          = var.last_seen_package
  jwks_url                   = var.jwks_url
  jwt_issuer                 = var.jwt_issuer
  jwt_audience               = var.jwt_audience
  allowed_origins            = var.allowed_origins
  alarm_topic_arn            = var.alarm_topic_arn
  settings                   = var.settings
  database_ca_path           = "/opt/presence/certificates/rds.pem"

  connection_service = { min = 3, max = 24, cpu = 2048, memory_mib = 8192, connections_per_instance = 30000 }
  workers            = 3
  cache              = { node_type = "cache.r7g.large", shards = 3, replicas_per_shard = 1 }
  stream             = { instance_type = "kafka.m7g.large", brokers_per_zone = 1, volume_gib = 250 }
  database           = { instance_class = "db.r7g.large", instances = 2, min_capacity = 0.5, max_capacity = 0.5 }

  deletion_protection   = true
  backup_retention_days = 30
  log_retention_days    = 90
}
