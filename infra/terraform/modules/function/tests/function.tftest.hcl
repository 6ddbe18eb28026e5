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
    condition     = aws_apigatewayv2_integration.this.integration_uri == aws_lambda_alias.live.invoke_arn && aws_lambda_permission.api.qualifier == "live"
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
    condition     = aws_apigatewayv2_integration.this.payload_format_version == "2.0" && aws_apigatewayv2_api.this.protocol_type == "HTTP"
    error_message = "The handler reads events of an HTTP API, version 2.0."
  }

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["POST /v1/heartbeat", "POST /internal/v1/heartbeats", "DELETE /internal/v1/sessions/{user}"])
    error_message = "Nothing but the endpoints of clients and gateways is let in."
  }
}

run "is_bounded" {
  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions > 0 && aws_apigatewayv2_stage.live.default_route_settings[0].throttling_rate_limit > 0
    error_message = "Each concurrent run holds connections: there is a limit to them."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this.timeout_milliseconds > aws_lambda_function.this.timeout * 1000
    error_message = "The API waits longer than the function may take, so that its answer is the one that counts."
  }
}

run "logs_no_header" {
  assert {
    condition     = !strcontains(lower(aws_apigatewayv2_stage.live.access_log_settings[0].format), "header") && !strcontains(lower(aws_apigatewayv2_stage.live.access_log_settings[0].format), "authorizer")
    error_message = "There are tokens in headers."
  }
}

run "logs_have_an_end_and_a_key" {
  assert {
    condition     = alltrue([for group in [aws_cloudwatch_log_group.this, aws_cloudwatch_log_group.access] : group.retention_in_days == 30 && group.kms_key_id == var.kms_key_arn])
    error_message = "Logs are kept for a time, encrypted."
  }
}

run "names_the_handler_that_the_zip_brings" {
  assert {
    condition     = aws_lambda_function.this.handler == "io.presence.lambda.heartbeat.HeartbeatFunction" && aws_lambda_function.this.runtime == "java25"
    error_message = "The zip's handler is of Java 25, and waits for Kafka's acknowledgement before it answers."
  }
}
