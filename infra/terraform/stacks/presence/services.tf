# What each service is told, may know and may do: the least with which it works.
locals {
  cache_secret  = { REDIS_URIS = { arn = module.cache.address_secret_arn, key = null } }
  shared_secret = { PRESENCE_SERVICE_KEY = { arn = aws_secretsmanager_secret.service_key.arn, key = null } }
  # Whoever has the key of HS256 tokens can make one for anybody: only those that clients call.
  token_secret = var.jwt_secret_arn == null ? {} : { PRESENCE_JWT_SECRET = { arn = var.jwt_secret_arn, key = null } }

  token_settings = merge(
    var.jwks_url == null ? {} : { PRESENCE_JWKS_URL = var.jwks_url },
    var.jwt_issuer == null ? {} : { PRESENCE_JWT_ISSUER = var.jwt_issuer },
    length(var.jwt_audience) == 0 ? {} : { PRESENCE_JWT_AUDIENCE = join(",", var.jwt_audience) },
    length(var.allowed_origins) == 0 ? {} : { PRESENCE_ALLOWED_ORIGINS = join(",", var.allowed_origins) },
    # Only what the load balancer, or the API, says of a client's address is believed.
    { PRESENCE_TRUSTED_PROXIES = data.aws_vpc.this.cidr_block },
  )
  heartbeat_url = var.heartbeat == "function" ? one(module.function[*].url) : "http://heartbeat-function:${local.ports["heartbeat-function"]}"
  graph_url     = { PRESENCE_GRAPH_URL = "http://friend-graph-service:${local.ports["friend-graph-service"]}" }
  last_seen_url = { PRESENCE_LAST_SEEN_URL = "http://last-seen-persister:${local.ports["last-seen-persister"]}" }
  # A function is not in the services' own namespace: it finds by DNS what it calls.
  last_seen_by_dns = { PRESENCE_LAST_SEEN_URL = "http://last-seen-persister.${local.dns_zone}:${local.ports["last-seen-persister"]}" }
  dns_zone         = "${var.name}.internal"

  database = { for database in ["friend_graph", "last_seen"] : database => {
    settings = { DATASOURCES_DEFAULT_URL = module.database.urls[database] }
    secrets = {
      DATASOURCES_DEFAULT_USERNAME = { arn = module.database.secret_arns[database], key = "username" }
      DATASOURCES_DEFAULT_PASSWORD = { arn = module.database.secret_arns[database], key = "password" }
    }
  } }

  topics  = { for topic in ["presence.changes", "presence.deliveries", "graph.changes", "presence.dead-letter"] : topic => "${module.stream.topic_arn_prefix}${topic}" }
  connect = { Action = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"], Resource = [module.stream.cluster_arn] }
  reads = { for topic, arn in local.topics : topic => {
    Action = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], Resource = [arn]
  } }
  writes = { for topic, arn in local.topics : topic => {
    Action = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData", "kafka-cluster:WriteDataIdempotently"], Resource = [arn]
  } }
  # Producers are idempotent: they must be allowed to be so on the cluster.
  idempotent = { Action = ["kafka-cluster:WriteDataIdempotently"], Resource = [module.stream.cluster_arn] }
  groups = { for group in ["expiry-worker", "last-seen-persister"] : group => {
    Action = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], Resource = ["${module.stream.group_arn_prefix}${group}"]
  } }

  # Of whoever runs infra/topics/create, by hand: no service may make or change a topic.
  makes_topics = [local.connect, {
    Action   = ["kafka-cluster:CreateTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:AlterTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:AlterTopicDynamicConfiguration"]
    Resource = values(local.topics)
  }]

  # By itself, because connection-service must know the function's address.
  heartbeat_rights = {
    environment = merge(local.common, local.token_settings, var.heartbeat == "function" ? local.last_seen_by_dns : local.last_seen_url)
    secrets     = merge(local.shared_secret, local.cache_secret, local.token_secret)
    # Sessions that gave way are told to their gateways.
    statements = [local.connect, local.idempotent, local.writes["presence.changes"], local.writes["presence.deliveries"]]
  }

  rights = {
    connection-service = {
      environment = merge(local.common, local.token_settings, local.graph_url, local.last_seen_url, { PRESENCE_HEARTBEAT_URL = local.heartbeat_url })
      secrets     = merge(local.shared_secret, local.cache_secret, local.token_secret)
      # When heartbeat-function does not answer it writes reports by itself, and then publishes what they change.
      statements = [local.connect, local.idempotent, local.reads["presence.deliveries"], local.reads["graph.changes"],
      local.writes["presence.changes"], local.writes["presence.deliveries"]]
    }
    heartbeat-function = local.heartbeat_rights
    expiry-worker = {
      environment = merge(local.common, local.graph_url)
      secrets     = merge(local.shared_secret, local.cache_secret)
      # It publishes again what Kafka never acknowledged, therefore it also writes changes.
      statements = [local.connect, local.idempotent, local.reads["presence.changes"], local.writes["presence.changes"],
      local.writes["presence.deliveries"], local.writes["presence.dead-letter"], local.groups["expiry-worker"]]
    }
    friend-graph-service = {
      environment = merge(local.common, local.token_settings, local.database["friend_graph"].settings)
      secrets     = merge(local.shared_secret, local.cache_secret, local.token_secret, local.database["friend_graph"].secrets)
      statements  = [local.connect, local.idempotent, local.writes["graph.changes"]]
    }
    last-seen-persister = {
      environment = merge(local.last_seen_rights.environment, local.folds_by_function ? { PRESENCE_LAST_SEEN_FOLD = "false" } : {})
      secrets     = local.last_seen_rights.secrets
      statements  = local.folds_by_function ? [local.connect] : local.last_seen_rights.statements
    }
  }
  # Of whoever reads presence.changes into Postgres: the service, or the function.
  last_seen_rights = {
    environment = merge(local.common, local.token_settings, local.database["last_seen"].settings)
    secrets     = merge(local.shared_secret, local.token_secret, local.database["last_seen"].secrets)
    statements = [local.connect, local.idempotent, local.reads["presence.changes"], local.writes["presence.dead-letter"],
    local.groups["last-seen-persister"]]
  }
  folds_by_function = var.last_seen_package != null
  common            = merge(module.stream.client_settings, var.settings)

  # Paths of clients and admins; the rest stays inside.
  paths = {
    connection-service   = ["/v1/presence", "/v1/presence/*", "/v1/rooms/*/presence", "/v1/stats", "/v1/admin/*"]
    friend-graph-service = ["/v1/users/*", "/v1/rooms/*/members", "/v1/rooms/*/members/*", "/v1/import/*", "/v1/admin/audit"]
    heartbeat-function   = ["/v1/heartbeat"]
    last-seen-persister  = ["/v1/analytics/*"]
  }
  # The graph's rule comes first: the audit is one of its paths, all other paths of admins are the gateways'.
  priorities = { connection-service = 100, friend-graph-service = 90, heartbeat-function = 120, last-seen-persister = 130 }

  services = { for service, right in local.rights : service => merge(right, {
    cpu        = service == "connection-service" ? var.connection_service.cpu : 512
    memory_mib = service == "connection-service" ? var.connection_service.memory_mib : 1024
    instances = service == "connection-service" ? {
      min = var.connection_service.min
      max = var.collector_image == null ? var.connection_service.min : var.connection_service.max
    } : { min = var.workers, max = var.workers }
    scaling = service == "connection-service" && var.collector_image != null ? {
      metric = "presence_connections"
      target = var.connection_service.connections_per_instance
    } : null
    route = contains(keys(local.paths), service) ? {
      listener_arn = module.entrance.listener_arn
      vpc_id       = var.vpc_id
      priority     = local.priorities[service]
      paths        = local.paths[service]
    } : null
  }) if service != "heartbeat-function" || var.heartbeat == "container" }
}
