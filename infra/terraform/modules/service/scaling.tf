# The same as "fixed" in main.tf (infra/check compares them), but how many run is up to the scaling from its first start on.
resource "aws_ecs_service" "scaled" {
  count = var.scaling == null ? 0 : 1

  name                   = var.service
  cluster                = var.cluster.arn
  task_definition        = aws_ecs_task_definition.this.arn
  launch_type            = "FARGATE"
  desired_count          = var.instances.min
  enable_execute_command = false
  propagate_tags         = "SERVICE"

  # Rolling: a new one must be healthy before an old one goes.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.route == null ? null : 60
  availability_zone_rebalancing      = "ENABLED"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [var.security_group_id]
    assign_public_ip = false
  }

  # Other services find it at http://SERVICE:PORT. Sockets of clients come from the load balancer and do not pass this proxy.
  service_connect_configuration {
    enabled   = true
    namespace = var.cluster.namespace_arn

    service {
      port_name      = "http"
      discovery_name = var.service

      client_alias {
        dns_name = var.service
        port     = var.port
      }

      timeout {
        # The services' own timeouts decide.
        idle_timeout_seconds        = 3600
        per_request_timeout_seconds = 0
      }
    }
  }

  dynamic "service_registries" {
    for_each = aws_service_discovery_service.this

    content {
      registry_arn = service_registries.value.arn
    }
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.this

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = var.service
      container_port   = var.port
    }
  }

  depends_on = [aws_lb_listener_rule.this]

  lifecycle {
    ignore_changes = [desired_count]
  }
}

# A larger min reaches a service that runs at its next scaling out, or at once by aws ecs update-service --desired-count.
resource "aws_appautoscaling_target" "this" {
  count = var.scaling == null ? 0 : 1

  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.scaled[0].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.instances.min
  max_capacity       = var.instances.max
}

resource "aws_appautoscaling_policy" "this" {
  count = var.scaling == null ? 0 : 1

  name               = "${local.full_name}-${var.scaling.metric}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = var.scaling.target
    # Out at once; in slowly, because every instance that leaves makes its clients reconnect.
    scale_out_cooldown = 60
    scale_in_cooldown  = 900

    customized_metric_specification {
      namespace   = "Presence"
      metric_name = var.scaling.metric
      statistic   = "Average"

      dimensions {
        name  = "deployment"
        value = var.name
      }

      dimensions {
        name  = "service"
        value = var.service
      }
    }
  }
}
