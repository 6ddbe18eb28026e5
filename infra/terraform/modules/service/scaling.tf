resource "aws_appautoscaling_target" "this" {
  count = var.scaling == null ? 0 : 1

  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.this.name}"
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
