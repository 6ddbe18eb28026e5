mock_provider "aws" {
  mock_data "aws_region" {
    defaults = {
      region = "eu-west-1"
    }
  }
}

variables {
  name    = "presence-test"
  service = "friend-graph-service"
  image   = "presence/friend-graph-service:1.2.3"
  cluster = {
    arn           = "arn:aws:ecs:eu-west-1:000000000000:cluster/presence-test"
    name          = "presence-test"
    namespace_arn = "arn:aws:servicediscovery:eu-west-1:000000000000:namespace/test"
  }
  subnet_ids        = ["subnet-a", "subnet-b"]
  security_group_id = "sg-1"
  port              = 8083
  kms_key_arn       = "arn:aws:kms:eu-west-1:000000000000:key/test"
  environment       = { DATASOURCES_DEFAULT_URL = "jdbc:postgresql://database.test/friend_graph" }
  secrets = {
    PRESENCE_SERVICE_KEY         = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:key" }
    DATASOURCES_DEFAULT_PASSWORD = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database", key = "password" }
    DATASOURCES_DEFAULT_USERNAME = { arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database", key = "username" }
  }
}

run "secrets_are_references" {
  assert {
    condition     = { for secret in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets : secret.name => secret.valueFrom }["DATASOURCES_DEFAULT_PASSWORD"] == "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database:password::"
    error_message = "A field of a secret is named by its key."
  }

  assert {
    condition     = length(setintersection([for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : setting.name], keys(var.secrets))) == 0
    error_message = "No secret stands in the environment."
  }
}

run "a_secret_in_the_environment_is_refused" {
  command = plan

  variables {
    environment = { DATASOURCES_DEFAULT_PASSWORD = "not here" }
  }

  expect_failures = [var.environment]
}

run "may_read_its_own_secrets_only" {
  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.start.policy).Statement : toset(statement.Resource) if contains(statement.Action, "secretsmanager:GetSecretValue")]) == toset([
      "arn:aws:secretsmanager:eu-west-1:000000000000:secret:key", "arn:aws:secretsmanager:eu-west-1:000000000000:secret:database",
    ])
    error_message = "Exactly the secrets that it is given."
  }

  assert {
    condition     = length(aws_iam_role_policy.run) == 0
    error_message = "A service that needs nothing of AWS may do nothing in AWS."
  }
}

run "a_right_to_everything_is_refused" {
  command = plan

  variables {
    statements = [{ Action = ["kafka-cluster:*"], Resource = ["arn:aws:kafka:eu-west-1:000000000000:cluster/test"] }]
  }

  expect_failures = [var.statements]
}

run "a_right_on_everything_is_refused" {
  command = plan

  variables {
    statements = [{ Action = ["kafka-cluster:Connect"], Resource = ["*"] }]
  }

  expect_failures = [var.statements]
}

run "runs_as_nobody_on_a_root_that_cannot_be_written" {
  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].readonlyRootFilesystem && jsondecode(aws_ecs_task_definition.this.container_definitions)[0].user == "10001:10001"
    error_message = "Not root, and nothing to write but /tmp."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]
    error_message = "No capability is needed."
  }

  assert {
    condition     = local.running.network_configuration[0].assign_public_ip == false && local.running.enable_execute_command == false
    error_message = "No public address, and no shell."
  }
}

run "a_moving_tag_is_refused" {
  command = plan

  variables {
    image = "presence/friend-graph-service:latest"
  }

  expect_failures = [var.image]
}

run "no_tag_is_refused" {
  command = plan

  variables {
    image = "localhost:5000/friend-graph-service"
  }

  expect_failures = [var.image]
}

run "private_without_a_route" {
  assert {
    condition     = length(aws_lb_target_group.this) == 0 && length(local.running.load_balancer) == 0
    error_message = "Without a route, only services of the namespace find it."
  }

  assert {
    condition     = local.running.service_connect_configuration[0].enabled && local.running.service_connect_configuration[0].service[0].client_alias[0].dns_name == "friend-graph-service"
    error_message = "Other services find it by its name."
  }
}

run "sockets_are_not_sticky_and_leave_quickly" {
  variables {
    service = "connection-service"
    image   = "presence/connection-service@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    port    = 8080
    route = {
      listener_arn = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener/test"
      vpc_id       = "vpc-1"
      priority     = 100
      paths        = ["/v1/presence/*"]
    }
  }

  assert {
    condition     = aws_lb_target_group.this[0].stickiness[0].enabled == false
    error_message = "A client may come back to any instance."
  }

  assert {
    condition     = tonumber(aws_lb_target_group.this[0].deregistration_delay) <= 30
    error_message = "Waiting for sockets to end by themselves only delays a deploy."
  }

  assert {
    condition     = aws_lb_target_group.this[0].health_check[0].path == "/health/readiness"
    error_message = "The load balancer asks whether it is ready, not whether it lives."
  }

  assert {
    condition     = local.running.deployment_minimum_healthy_percent == 100 && local.running.deployment_circuit_breaker[0].rollback
    error_message = "A new instance is healthy before an old one goes, and a bad release goes back."
  }
}

run "a_long_deregistration_is_refused" {
  command = plan

  variables {
    deregistration_delay_seconds = 300
  }

  expect_failures = [var.deregistration_delay_seconds]
}

run "scales_on_open_connections" {
  variables {
    service         = "connection-service"
    instances       = { min = 2, max = 10 }
    collector_image = "collector:1"
    scaling         = { metric = "presence_connections", target = 20000 }
  }

  assert {
    condition     = aws_appautoscaling_policy.this[0].target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metric_name == "presence_connections"
    error_message = "CPU says little of idle sockets: connections decide."
  }

  assert {
    condition     = strcontains({ for setting in jsondecode(aws_ecs_task_definition.this.container_definitions)[1].environment : setting.name => setting.value }["AOT_CONFIG_CONTENT"], "presence_connections")
    error_message = "The collector brings the metric that scaling looks at."
  }

  assert {
    condition     = aws_appautoscaling_policy.this[0].target_tracking_scaling_policy_configuration[0].scale_in_cooldown >= 600
    error_message = "Every instance that leaves makes its clients reconnect: slowly."
  }
}

run "as_many_run_as_are_asked_for" {
  variables {
    instances = { min = 3, max = 3 }
  }

  assert {
    condition     = aws_ecs_service.fixed[0].desired_count == 3 && length(aws_ecs_service.scaled) == 0 && length(aws_appautoscaling_target.this) == 0
    error_message = "Without scaling terraform says how many run."
  }
}

# Of the run before: terraform would change it, since nothing tells it to leave the number alone.
run "another_number_counts_also_later" {
  variables {
    instances = { min = 5, max = 5 }
  }

  assert {
    condition     = aws_ecs_service.fixed[0].desired_count == 5
    error_message = "A changed number must reach a service that runs."
  }
}

run "scaling_decides_between_its_bounds" {
  variables {
    service         = "connection-service"
    instances       = { min = 4, max = 10 }
    collector_image = "collector:1"
    scaling         = { metric = "presence_connections", target = 20000 }
  }

  assert {
    condition     = length(aws_ecs_service.fixed) == 0 && aws_ecs_service.scaled[0].desired_count == 4
    error_message = "It begins with the fewest."
  }

  assert {
    condition     = aws_appautoscaling_target.this[0].min_capacity == 4 && aws_appautoscaling_target.this[0].max_capacity == 10
    error_message = "min and max are the scaling's bounds."
  }
}

run "the_scaling_keeps_its_number" {
  variables {
    service         = "connection-service"
    instances       = { min = 6, max = 12 }
    collector_image = "collector:1"
    scaling         = { metric = "presence_connections", target = 20000 }
  }

  assert {
    condition     = aws_ecs_service.scaled[0].desired_count == 4 && aws_appautoscaling_target.this[0].min_capacity == 6
    error_message = "An apply must not undo what the scaling decided: it moves the bounds only."
  }
}

run "scaling_without_a_metric_is_refused" {
  command = plan

  variables {
    scaling = { metric = "presence_connections", target = 20000 }
  }

  expect_failures = [var.scaling]
}

run "logs_have_an_end_and_a_key" {
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "Logs are kept for a time, encrypted."
  }
}
