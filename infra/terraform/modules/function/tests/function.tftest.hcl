mock_provider "aws" {}

variables {
  name              = "presence-test"
  package           = { bucket = "artefacts", key = "heartbeat-function.zip", version = "1" }
  subnet_ids        = ["subnet-a", "subnet-b"]
  security_group_id = "sg-1"
  kms_key_arn       = "arn:aws:kms:eu-west-1:000000000000:key/test"
  environment       = { PRESENCE_LAST_SEEN_URL = "http://last-seen-persister:8084" }
  secrets           = { REDIS_URIS = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:redis" } }
}

run "starts_from_a_snapshot" {
  assert {
    condition     = aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.this.publish
    error_message = "SnapStart works on published versions only."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this[0].integration_uri == aws_lambda_alias.live.invoke_arn && aws_lambda_permission.api[0].qualifier == "live"
    error_message = "The API must call the alias: the unpublished version has no snapshot."
  }
}

run "stands_in_the_vpc" {
  assert {
    condition     = toset(aws_lambda_function.this.vpc_config[0].subnet_ids) == toset(var.subnet_ids) && aws_lambda_function.this.vpc_config[0].security_group_ids == toset(["sg-1"])
    error_message = "It must reach the cache and the stream."
  }
}

run "is_told_where_its_secrets_are_and_not_what" {
  assert {
    condition     = aws_lambda_function.this.environment[0].variables["SECRET_ARN_REDIS_URIS"] == "arn:aws:secretsmanager:eu-west-1:000000000000:secret:redis" && !contains(keys(aws_lambda_function.this.environment[0].variables), "REDIS_URIS")
    error_message = "The environment holds ARNs of secrets, no secrets."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(statement.Action, "secretsmanager:GetSecretValue")]) == ["arn:aws:secretsmanager:eu-west-1:000000000000:secret:redis"]
    error_message = "It may read its own secrets only."
  }
}

run "a_secret_in_the_environment_is_refused" {
  command = plan

  variables {
    environment = { REDIS_URIS = "redis://not-here" }
  }

  expect_failures = [var.environment]
}

run "speaks_the_events_that_the_code_reads" {
  assert {
    condition     = aws_apigatewayv2_integration.this[0].payload_format_version == "2.0" && aws_apigatewayv2_api.this[0].protocol_type == "HTTP"
    error_message = "The handler reads events of an HTTP API, version 2.0."
  }

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["POST /v1/heartbeat", "POST /internal/v1/heartbeats", "DELETE /internal/v1/sessions/{user}"])
    error_message = "Nothing but the endpoints of clients and gateways is let in."
  }
}

run "is_bounded" {
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions > 0 && aws_apigatewayv2_stage.live[0].default_route_settings[0].throttling_rate_limit > 0
    error_message = "Each concurrent run holds connections: there is a limit to them."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this[0].timeout_milliseconds > aws_lambda_function.this.timeout * 1000
    error_message = "The API waits longer than the function may take, so that its answer is the one that counts."
  }
}

run "logs_no_header" {
  assert {
    condition     = !strcontains(lower(aws_apigatewayv2_stage.live[0].access_log_settings[0].format), "header") && !strcontains(lower(aws_apigatewayv2_stage.live[0].access_log_settings[0].format), "authorizer")
    error_message = "There are tokens in headers."
  }
}

run "logs_have_an_end_and_a_key" {
  assert {
    condition     = alltrue([for group in [aws_cloudwatch_log_group.this, aws_cloudwatch_log_group.access[0]] : group.retention_in_days == 30 && group.kms_key_id == var.kms_key_arn])
    error_message = "Logs are kept for a time, encrypted."
  }
}

run "names_the_handler_that_the_zip_brings" {
  assert {
    condition     = aws_lambda_function.this.handler == "io.presence.lambda.heartbeat.HeartbeatFunction" && aws_lambda_function.this.runtime == "java25"
    error_message = "The zip's handler is of Java 25, and waits for Kafka's acknowledgement before it answers."
  }
}

run "has_no_trigger_unless_asked" {
  assert {
    condition     = length(aws_lambda_event_source_mapping.stream) == 0 && !strcontains(aws_iam_role_policy.this.policy, "kafka:")
    error_message = "A function of an API may not look at the brokers."
  }
}

run "is_handed_records_and_listens_to_nobody" {
  variables {
    function        = "last-seen-function"
    handler         = "io.presence.lambda.lastseen.LastSeenFunction"
    routes          = []
    timeout_seconds = 60
    secrets         = { DATASOURCES_DEFAULT_PASSWORD = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database", key = "password" } }
    trigger = {
      cluster_arn = "arn:aws:kafka:eu-west-1:000000000000:cluster/test"
      topic       = "presence.changes"
      group       = "last-seen-persister"
    }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].function_name == aws_lambda_alias.live.arn && aws_lambda_event_source_mapping.stream[0].topics == toset(["presence.changes"])
    error_message = "The alias is called, for SnapStart, with one topic's records."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].amazon_managed_kafka_event_source_config[0].consumer_group_id == "last-seen-persister" && aws_lambda_event_source_mapping.stream[0].starting_position == "TRIM_HORIZON"
    error_message = "It goes on where the service of that group stopped, and begins with the oldest record where there was none."
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this) == 0 && length(aws_lambda_permission.api) == 0
    error_message = "Nobody can call it by HTTP."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(statement.Action, "kafka:GetBootstrapBrokers")]) == ["arn:aws:kafka:eu-west-1:000000000000:cluster/test"]
    error_message = "Lambda looks the brokers up by the function's role."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["SECRET_ARN_DATASOURCES_DEFAULT_PASSWORD"] == "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database:password::"
    error_message = "A field of a secret is named by its key, as ECS does."
  }
}

run "an_api_gives_up_before_a_slow_function" {
  command = plan

  variables {
    timeout_seconds = 60
  }

  expect_failures = [var.timeout_seconds]
}
