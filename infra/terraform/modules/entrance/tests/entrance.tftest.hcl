mock_provider "aws" {}

variables {
  name              = "presence-test"
  subnet_ids        = ["subnet-c", "subnet-d"]
  security_group_id = "sg-1"
  certificate_arn   = "arn:aws:acm:eu-west-1:000000000000:certificate/test"
}

run "silence_between_pings_is_not_cut" {
  assert {
    condition     = aws_lb.this.idle_timeout >= 3 * var.ping_interval_seconds
    error_message = "The load balancer cuts connections that wait for a ping."
  }
}

run "an_idle_timeout_below_three_pings_is_refused" {
  command = plan

  variables {
    ping_interval_seconds = 40
    idle_timeout_seconds  = 119
  }

  expect_failures = [var.idle_timeout_seconds]
}

run "tls_only" {
  assert {
    condition     = aws_lb_listener.tls.protocol == "HTTPS" && aws_lb_listener.tls.port == 443
    error_message = "Clients come by TLS."
  }

  assert {
    condition     = strcontains(aws_lb_listener.tls.ssl_policy, "TLS13")
    error_message = "TLS 1.2 at least, 1.3 where the client can."
  }
}

run "what_no_rule_names_is_not_found" {
  assert {
    condition     = aws_lb_listener.tls.default_action[0].type == "fixed-response" && aws_lb_listener.tls.default_action[0].fixed_response[0].status_code == "404"
    error_message = "Unknown paths must not reach a service."
  }
}

run "inner_paths_end_at_the_door" {
  assert {
    condition = alltrue([for path in ["/internal/*", "/prometheus", "/health", "/health/*"] :
    contains(flatten([for rule in aws_lb_listener_rule.private : [for condition in rule.condition : [for pattern in condition.path_pattern : pattern.values]]]), path)])
    error_message = "Inner paths must be answered by the load balancer."
  }

  assert {
    condition     = alltrue([for rule in aws_lb_listener_rule.private : rule.action[0].type == "fixed-response" && rule.priority < 100])
    error_message = "The rules of inner paths come before those of services, and forward nothing."
  }
}

run "cannot_be_deleted_by_accident" {
  assert {
    condition     = aws_lb.this.enable_deletion_protection
    error_message = "Deletion protection is on unless it is switched off."
  }
}
