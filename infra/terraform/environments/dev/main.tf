# Small, cheap and deletable: one broker per zone, one node, one database instance, nothing held against deletion.
provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "presence", environment = "dev" }
  }
}

module "presence" {
  source = "../../stacks/presence"

  name                       = "presence-dev"
  vpc_id                     = var.vpc_id
  private_subnet_ids         = var.private_subnet_ids
  public_subnet_ids          = var.public_subnet_ids
  operator_security_group_id = var.operator_security_group_id
  certificate_arn            = var.certificate_arn
  images                     = var.images
  heartbeat                  = var.heartbeat
  function_package           = var.function_package
  jwt_secret_arn             = var.jwt_secret_arn
  settings                   = var.settings

  connection_service = { min = 2, max = 2, cpu = 512, memory_mib = 1024, connections_per_instance = 5000 }
  workers            = 1
  cache              = { node_type = "cache.t4g.micro", shards = 1, replicas_per_shard = 0 }
  stream             = { instance_type = "kafka.t3.small", brokers_per_zone = 1, volume_gib = 10 }
  database           = { instance_class = "db.serverless", instances = 1, min_capacity = 0.5, max_capacity = 1 }

  deletion_protection   = false
  backup_retention_days = 1
  log_retention_days    = 7
}
