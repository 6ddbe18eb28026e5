mock_provider "aws" {
  source = "../../mocks"
}

mock_provider "random" {}

variables {
  name               = "presence-test"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-a", "subnet-b", "subnet-c"]
  public_subnet_ids  = ["subnet-d", "subnet-e"]
  certificate_arn    = "arn:aws:acm:eu-west-1:000000000000:certificate/test"
  jwks_url           = "https://id.example.org/keys"
  jwt_issuer         = "https://id.example.org"
  jwt_audience       = ["presence"]
  images = {
    connection-service   = "presence/connection-service:1"
    heartbeat-function   = "presence/heartbeat-function:1"
    expiry-worker        = "presence/expiry-worker:1"
    friend-graph-service = "presence/friend-graph-service:1"
    last-seen-persister  = "presence/last-seen-persister:1"
  }
}

run "each_service_gets_only_the_secrets_it_needs" {
  assert {
    condition = { for service, rights in local.services : service => sort(keys(rights.secrets)) } == {
      connection-service   = tolist(["PRESENCE_SERVICE_KEY", "REDIS_URIS"])
      heartbeat-function   = tolist(["PRESENCE_SERVICE_KEY", "REDIS_URIS"])
      expiry-worker        = tolist(["PRESENCE_SERVICE_KEY", "REDIS_URIS"])
      friend-graph-service = tolist(["DATASOURCES_DEFAULT_PASSWORD", "DATASOURCES_DEFAULT_USERNAME", "PRESENCE_SERVICE_KEY", "REDIS_URIS"])
      last-seen-persister  = tolist(["DATASOURCES_DEFAULT_PASSWORD", "DATASOURCES_DEFAULT_USERNAME", "PRESENCE_SERVICE_KEY"])
    }
    error_message = "A service holds a secret that it does not need, or lacks one."
  }

  assert {
    condition     = local.services["friend-graph-service"].secrets["DATASOURCES_DEFAULT_PASSWORD"].arn != local.services["last-seen-persister"].secrets["DATASOURCES_DEFAULT_PASSWORD"].arn
    error_message = "Two services share a user of the database."
  }
}

run "only_those_that_clients_call_verify_tokens" {
  assert {
    condition     = toset([for service, rights in local.services : service if contains(keys(rights.environment), "PRESENCE_JWKS_URL")]) == toset(["connection-service", "heartbeat-function", "friend-graph-service", "last-seen-persister"])
    error_message = "Settings of tokens are for those that clients and admins call, not for expiry-worker."
  }
}

run "the_key_of_development_tokens_goes_to_the_same_four" {
  variables {
    jwks_url       = null
    jwt_secret_arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:jwt"
  }

  assert {
    condition     = toset([for service, rights in local.services : service if contains(keys(rights.secrets), "PRESENCE_JWT_SECRET")]) == toset(["connection-service", "heartbeat-function", "friend-graph-service", "last-seen-persister"])
    error_message = "Whoever has this key can be anybody."
  }

  assert {
    condition     = alltrue([for service, rights in local.services : !contains(keys(rights.environment), "PRESENCE_JWKS_URL")])
    error_message = "Services refuse to start with both."
  }
}

run "both_kinds_of_tokens_are_refused" {
  command = plan

  variables {
    jwt_secret_arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:jwt"
  }

  expect_failures = [var.jwks_url]
}

run "keys_by_http_are_refused" {
  command = plan

  variables {
    jwks_url = "http://id.example.org/keys"
  }

  expect_failures = [var.jwks_url]
}

run "keys_without_an_issuer_are_refused" {
  command = plan

  variables {
    jwt_issuer = null
  }

  expect_failures = [var.jwt_issuer]
}

run "keys_without_an_audience_are_refused" {
  command = plan

  variables {
    jwt_audience = [" "]
  }

  expect_failures = [var.jwt_audience]
}

run "any_audience_beside_another_is_refused" {
  command = plan

  variables {
    jwt_audience = ["*", "presence"]
  }

  expect_failures = [var.jwt_audience]
}

run "any_issuer_and_audience_are_said" {
  variables {
    jwt_issuer   = "*"
    jwt_audience = ["*"]
  }

  assert {
    condition     = alltrue([for service in ["connection-service", "heartbeat-function", "friend-graph-service", "last-seen-persister"] : local.services[service].environment["PRESENCE_JWT_ISSUER"] == "*" && local.services[service].environment["PRESENCE_JWT_AUDIENCE"] == "*"])
    error_message = "Services refuse to start unless they are told."
  }
}

run "each_service_may_touch_only_its_topics" {
  assert {
    condition = { for service, rights in local.services : service => join(" ", sort(distinct(flatten([
      for statement in rights.statements : [for arn in statement.Resource : basename(arn)] if contains(statement.Action, "kafka-cluster:WriteData")
      ])))) } == {
      connection-service   = "presence.changes presence.deliveries"
      heartbeat-function   = "presence.changes presence.deliveries"
      expiry-worker        = "presence.changes presence.dead-letter presence.deliveries"
      friend-graph-service = "graph.changes"
      last-seen-persister  = "presence.dead-letter"
    }
    error_message = "A service may write a topic that is not its own, or lacks one: a gateway writes what heartbeat-function would."
  }

  assert {
    condition = { for service, rights in local.services : service => join(" ", sort(distinct(flatten([
      for statement in rights.statements : [for arn in statement.Resource : basename(arn)] if contains(statement.Action, "kafka-cluster:ReadData")
      ])))) } == {
      connection-service   = "graph.changes presence.deliveries"
      heartbeat-function   = ""
      expiry-worker        = "presence.changes"
      friend-graph-service = ""
      last-seen-persister  = "presence.changes"
    }
    error_message = "A service may read a topic that is not its own, or lacks one."
  }

  assert {
    condition     = alltrue([for service, rights in local.services : contains(flatten([for statement in rights.statements : statement.Resource if contains(statement.Action, "kafka-cluster:WriteDataIdempotently")]), module.stream.cluster_arn)])
    error_message = "Producers are idempotent, which the cluster must allow."
  }

  assert {
    condition     = alltrue([for service, rights in local.services : contains(flatten([for statement in rights.statements : statement.Action]), "kafka-cluster:Connect")])
    error_message = "A service cannot reach the stream at all."
  }
}

run "topics_are_made_and_grown_by_hand" {
  assert {
    condition = alltrue([for action in ["CreateTopic", "DescribeTopic", "AlterTopic", "AlterTopicDynamicConfiguration"] : contains([
      for statement in jsondecode(output.topics_policy).Statement : sort([for arn in statement.Resource : basename(arn)]) if contains(statement.Action, "kafka-cluster:${action}")
    ], sort(["presence.changes", "presence.deliveries", "graph.changes", "presence.dead-letter"]))])
    error_message = "Whoever runs topics/create must be allowed to make, read and grow each of the topics."
  }

  assert {
    condition = alltrue([for service, rights in local.services : length([
      for action in flatten([for statement in rights.statements : statement.Action]) : action if can(regex("(Create|Alter|Delete)Topic", action))
    ]) == 0])
    error_message = "No service makes or changes a topic."
  }
}

run "each_service_finds_those_that_it_calls" {
  assert {
    condition = { for service, rights in local.services : service => join(" ", [for setting in sort(keys(rights.environment)) : setting if can(regex("^PRESENCE_.*_URL$", setting)) && setting != "PRESENCE_JWKS_URL"]) } == {
      connection-service   = "PRESENCE_GRAPH_URL PRESENCE_HEARTBEAT_URL PRESENCE_LAST_SEEN_URL"
      heartbeat-function   = "PRESENCE_LAST_SEEN_URL"
      expiry-worker        = "PRESENCE_GRAPH_URL"
      friend-graph-service = ""
      last-seen-persister  = ""
    }
    error_message = "A service would call its own machine."
  }
}

run "a_gateway_may_take_the_time_to_send_its_clients_elsewhere" {
  variables {
    settings = { PRESENCE_DRAIN_MS = "90000" }
  }

  assert {
    condition     = local.stop_seconds["connection-service"] == 110 && local.stop_seconds["expiry-worker"] == 60
    error_message = "SIGKILL must come after the drain."
  }
}

run "a_drain_that_fargate_would_cut_is_refused" {
  command = plan

  variables {
    settings = { PRESENCE_DRAIN_MS = "110000" }
  }

  expect_failures = [var.settings]
}

run "only_clients_services_have_a_route" {
  assert {
    condition     = toset([for service, rights in local.services : service if rights.route != null]) == toset(["connection-service", "heartbeat-function", "friend-graph-service", "last-seen-persister"])
    error_message = "expiry-worker is called by nobody outside."
  }

  assert {
    condition     = alltrue(flatten([for rights in values(local.services) : [for path in try(rights.route.paths, []) : !startswith(path, "/internal") && path != "/*"]]))
    error_message = "Inner paths must not be routed."
  }

  assert {
    condition     = length(distinct([for rights in values(local.services) : rights.route.priority if rights.route != null])) == 4
    error_message = "Two rules of one priority."
  }

  assert {
    condition     = contains(local.paths["friend-graph-service"], "/v1/admin/audit") && local.priorities["friend-graph-service"] < local.priorities["connection-service"]
    error_message = "The audit is the friend graph's, before the gateways' other paths of admins."
  }

  assert {
    condition     = alltrue([for paths in values(local.paths) : length(paths) <= 5])
    error_message = "A rule of a load balancer takes five values."
  }
}

run "without_a_collector_nothing_scales" {
  assert {
    condition     = local.services["connection-service"].scaling == null && local.services["connection-service"].instances.max == local.services["connection-service"].instances.min
    error_message = "Without the metric, nothing can scale."
  }
}

run "connections_decide_how_many_gateways_run" {
  variables {
    collector_image = "collector:1"
  }

  assert {
    condition     = local.services["connection-service"].scaling.metric == "presence_connections" && local.services["connection-service"].instances.max == 10
    error_message = "connection-service scales on its open connections."
  }
}

run "as_a_container" {
  assert {
    condition     = length(module.function) == 0 && contains(keys(module.service), "heartbeat-function")
    error_message = "heartbeat-function runs as a container."
  }

  assert {
    condition     = local.services["connection-service"].environment["PRESENCE_HEARTBEAT_URL"] == "http://heartbeat-function:8081"
    error_message = "Gateways find it by its name."
  }
}

run "as_a_function" {
  variables {
    heartbeat        = "function"
    function_package = { bucket = "artefacts", key = "heartbeat-function.zip", version = "1" }
  }

  assert {
    condition     = length(module.function) == 1 && !contains(keys(module.service), "heartbeat-function")
    error_message = "heartbeat-function runs as a function, and only so."
  }

  assert {
    condition     = local.services["connection-service"].environment["PRESENCE_HEARTBEAT_URL"] == "https://api.test"
    error_message = "Gateways find it by its API."
  }

  assert {
    condition     = local.heartbeat_rights.environment["PRESENCE_LAST_SEEN_URL"] == "http://last-seen-persister.presence-test.internal:8084" && aws_service_discovery_private_dns_namespace.this[0].name == "presence-test.internal"
    error_message = "A function finds last-seen-persister by DNS: it is not in the services' namespace."
  }
}

run "last_seen_by_a_function" {
  variables {
    last_seen_package = { bucket = "artefacts", key = "last-seen-lambda.zip", version = "1" }
  }

  assert {
    condition     = length(module.last_seen_function) == 1 && module.last_seen_function[0].url == null
    error_message = "The function is handed records and has no API."
  }

  assert {
    condition     = local.services["last-seen-persister"].environment["PRESENCE_LAST_SEEN_FOLD"] == "false" && !contains(keys(local.last_seen_rights.environment), "PRESENCE_LAST_SEEN_FOLD")
    error_message = "Of service and function exactly one reads presence.changes: they are of one group."
  }

  assert {
    condition     = flatten([for statement in local.services["last-seen-persister"].statements : statement.Action]) == ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"]
    error_message = "The service reads and writes no topic any more."
  }

  assert {
    condition     = toset([for statement in local.last_seen_rights.statements : basename(statement.Resource[0]) if contains(statement.Action, "kafka-cluster:WriteData")]) == toset(["presence.dead-letter"]) && toset([for statement in local.last_seen_rights.statements : basename(statement.Resource[0]) if contains(statement.Action, "kafka-cluster:AlterGroup")]) == toset(["last-seen-persister"])
    error_message = "The function goes on in the service's group, and buries what nobody can read."
  }

  assert {
    condition     = contains(module.observability.alarm_names, "presence-test-last-seen-function-errors")
    error_message = "A function that fails is an alarm."
  }
}

run "a_function_without_its_zip_is_refused" {
  command = plan

  variables {
    heartbeat = "function"
  }

  expect_failures = [var.function_package]
}

run "a_long_ping_interval_needs_a_long_idle_timeout" {
  variables {
    settings = { PRESENCE_HEARTBEAT_INTERVAL_MS = "30000" }
  }

  assert {
    condition     = local.ping_seconds == 30
    error_message = "The load balancer must hear of the services' ping interval."
  }
}

run "the_key_rotates_and_logs_may_use_it" {
  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key rotates."
  }

  assert {
    condition     = endswith(jsondecode(aws_kms_key.this.policy).Statement[1].Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"], ":log-group:/presence/presence-test/*")
    error_message = "Without it, no log group can be made."
  }
}
