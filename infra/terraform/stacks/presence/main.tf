locals {
  ports = module.network.ports
  # Clients' pings: the load balancer must wait longer than the services do.
  ping_seconds = ceil(try(tonumber(var.settings["PRESENCE_HEARTBEAT_INTERVAL_MS"]), 5000) / 1000)
  # How long a gateway takes to send its clients elsewhere; and the time to write down what is left, for it as for the others.
  drain_seconds = ceil(try(tonumber(var.settings["PRESENCE_DRAIN_MS"]), 20000) / 1000)
  stop_seconds  = { for service in keys(local.services) : service => max(60, service == "connection-service" ? local.drain_seconds + 20 : 0) }
}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

data "aws_vpc" "this" {
  id = var.vpc_id
}

module "network" {
  source = "../../modules/network"

  name                       = var.name
  vpc_id                     = var.vpc_id
  private_subnet_ids         = var.private_subnet_ids
  public_subnet_ids          = var.public_subnet_ids
  client_cidrs               = var.client_cidrs
  heartbeat                  = var.heartbeat
  stream_triggers            = local.folds_by_function
  operator_security_group_id = var.operator_security_group_id
  scraper_security_group_id  = var.scraper_security_group_id
}

module "entrance" {
  source = "../../modules/entrance"

  name                  = var.name
  subnet_ids            = module.network.public_subnet_ids
  security_group_id     = module.network.security_group_ids["load-balancer"]
  certificate_arn       = var.certificate_arn
  ping_interval_seconds = local.ping_seconds
  deletion_protection   = var.deletion_protection
}

module "cache" {
  source = "../../modules/cache"

  name               = var.name
  subnet_ids         = module.network.private_subnet_ids
  security_group_id  = module.network.security_group_ids["cache"]
  kms_key_arn        = aws_kms_key.this.arn
  node_type          = var.cache.node_type
  shards             = var.cache.shards
  replicas_per_shard = var.cache.replicas_per_shard
}

module "stream" {
  source = "../../modules/stream"

  name               = var.name
  subnet_ids         = module.network.private_subnet_ids
  security_group_id  = module.network.security_group_ids["stream"]
  kms_key_arn        = aws_kms_key.this.arn
  instance_type      = var.stream.instance_type
  brokers_per_zone   = var.stream.brokers_per_zone
  volume_gib         = var.stream.volume_gib
  log_retention_days = var.log_retention_days
}

module "database" {
  source = "../../modules/database"

  name                  = var.name
  subnet_ids            = module.network.private_subnet_ids
  security_group_id     = module.network.security_group_ids["database"]
  kms_key_arn           = aws_kms_key.this.arn
  instance_class        = var.database.instance_class
  instances             = var.database.instances
  capacity              = { min = var.database.min_capacity, max = var.database.max_capacity }
  deletion_protection   = var.deletion_protection
  backup_retention_days = var.backup_retention_days
  ca_path               = var.database_ca_path
}

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_service_discovery_http_namespace" "this" {
  name        = var.name
  description = "Where services of ${var.name} find each other"
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  count = var.heartbeat == "function" ? 1 : 0

  name        = local.dns_zone
  description = "Where the function finds last-seen-persister"
  vpc         = var.vpc_id
}

module "service" {
  source   = "../../modules/service"
  for_each = local.services

  name                  = var.name
  service               = each.key
  image                 = var.images[each.key]
  image_repository_arns = var.image_repository_arns
  architecture          = var.architecture
  cluster = {
    arn           = aws_ecs_cluster.this.arn
    name          = aws_ecs_cluster.this.name
    namespace_arn = aws_service_discovery_http_namespace.this.arn
  }
  stop_timeout_seconds = local.stop_seconds[each.key]
  dns_namespace        = each.key == "last-seen-persister" && var.heartbeat == "function" ? { id = aws_service_discovery_private_dns_namespace.this[0].id } : null
  subnet_ids           = module.network.private_subnet_ids
  security_group_id    = module.network.security_group_ids[each.key]
  port                 = local.ports[each.key]
  cpu                  = each.value.cpu
  memory_mib           = each.value.memory_mib
  instances            = each.value.instances
  scaling              = each.value.scaling
  collector_image      = each.value.scaling == null ? null : var.collector_image
  environment          = each.value.environment
  secrets              = each.value.secrets
  kms_key_arn          = aws_kms_key.this.arn
  statements           = each.value.statements
  route                = each.value.route
  log_retention_days   = var.log_retention_days
}

module "function" {
  source = "../../modules/function"
  count  = var.heartbeat == "function" ? 1 : 0

  name               = var.name
  package            = var.function_package
  architecture       = var.architecture == "ARM64" ? "arm64" : "x86_64"
  subnet_ids         = module.network.private_subnet_ids
  security_group_id  = module.network.security_group_ids["heartbeat-function"]
  environment        = local.heartbeat_rights.environment
  secrets            = local.heartbeat_rights.secrets
  kms_key_arn        = aws_kms_key.this.arn
  statements         = local.heartbeat_rights.statements
  log_retention_days = var.log_retention_days
}

# Folds what Kafka has acknowledged into Postgres; what is kept is still served, and its tables looked after, by last-seen-persister.
module "last_seen_function" {
  source = "../../modules/function"
  count  = local.folds_by_function ? 1 : 0

  name              = var.name
  function          = "last-seen-function"
  handler           = "io.presence.lambda.lastseen.LastSeenFunction"
  package           = var.last_seen_package
  architecture      = var.architecture == "ARM64" ? "arm64" : "x86_64"
  routes            = []
  timeout_seconds   = 60
  subnet_ids        = module.network.private_subnet_ids
  security_group_id = module.network.security_group_ids["last-seen-persister"]
  environment       = local.last_seen_rights.environment
  secrets           = local.last_seen_rights.secrets
  kms_key_arn       = aws_kms_key.this.arn
  statements        = local.last_seen_rights.statements
  # A partition is handed to one of them at a time; each holds connections to Postgres.
  reserved_concurrency = 16
  trigger = {
    cluster_arn = module.stream.cluster_arn
    topic       = "presence.changes"
    group       = "last-seen-persister"
  }
  log_retention_days = var.log_retention_days
}

module "observability" {
  source = "../../modules/observability"

  name      = var.name
  topic_arn = var.alarm_topic_arn
  load_balancer = {
    arn_suffix    = module.entrance.arn_suffix
    target_groups = { for service, routed in local.services : service => module.service[service].target_group_arn_suffix if routed.route != null }
  }
  cluster_name = aws_ecs_cluster.this.name
  services     = { for service, sized in local.services : service => sized.instances.min }
  cache_nodes = {
    count = var.cache.shards * (1 + var.cache.replicas_per_shard)
    names = sort(module.cache.member_clusters)
  }
  stream_cluster_name = module.stream.cluster_name
  brokers             = var.stream.brokers_per_zone * length(var.private_subnet_ids)
  database_identifier = module.database.cluster_identifier
  function_names = merge(
    { for function in module.function : "heartbeat-function" => function.function_name },
    { for function in module.last_seen_function : "last-seen-function" => function.function_name },
  )
}
