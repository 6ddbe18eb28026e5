resource "aws_lb_target_group" "this" {
  count = var.route == null ? 0 : 1

  name                 = substr(local.full_name, 0, 32)
  vpc_id               = var.route.vpc_id
  target_type          = "ip"
  port                 = var.port
  protocol             = "HTTP"
  protocol_version     = "HTTP1"
  deregistration_delay = var.deregistration_delay_seconds
  # A new gateway has no sockets: it gets the next ones.
  load_balancing_algorithm_type = "least_outstanding_requests"

  # Any instance can serve any client; stickiness would send a returning crowd to the one that just asked it to leave.
  stickiness {
    enabled = false
    type    = "lb_cookie"
  }

  health_check {
    path                = "/health/readiness"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "this" {
  count = var.route == null ? 0 : 1

  listener_arn = var.route.listener_arn
  priority     = var.route.priority

  condition {
    path_pattern {
      values = var.route.paths
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[0].arn
  }
}
