mock_provider "aws" {}

variables {
  name               = "presence-test"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-a", "subnet-b"]
  public_subnet_ids  = ["subnet-c", "subnet-d"]
}

run "only_the_load_balancer_is_open_to_the_world" {
  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.clients : rule.security_group_id == aws_security_group.this["load-balancer"].id])
    error_message = "Clients may only come through the load balancer."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.clients : rule.from_port == 443 && rule.to_port == 443])
    error_message = "Clients may only come by TLS."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.call : rule.referenced_security_group_id != null])
    error_message = "Inside, a rule names a security group."
  }
}

run "only_four_services_reach_the_cache" {
  assert {
    condition = toset([for call, rule in aws_vpc_security_group_ingress_rule.call : split(" to ", call)[0] if endswith(call, " to cache")]) == toset([
      "connection-service", "heartbeat-function", "expiry-worker", "friend-graph-service",
    ])
    error_message = "The cache is for connection-service, heartbeat-function, expiry-worker and friend-graph-service."
  }
}

run "only_two_services_reach_the_database" {
  assert {
    condition = toset([for call, rule in aws_vpc_security_group_ingress_rule.call : split(" to ", call)[0] if endswith(call, " to database")]) == toset([
      "friend-graph-service", "last-seen-persister",
    ])
    error_message = "Postgres is for friend-graph-service and last-seen-persister."
  }
}

run "nobody_calls_the_expiry_worker" {
  assert {
    condition     = length([for call, rule in aws_vpc_security_group_ingress_rule.call : call if endswith(call, " to expiry-worker")]) == 0
    error_message = "expiry-worker reads topics; nobody calls it."
  }
}

run "a_function_is_called_by_nobodys_port" {
  variables {
    heartbeat = "function"
  }

  assert {
    condition     = length([for call, rule in aws_vpc_security_group_ingress_rule.call : call if endswith(call, " to heartbeat-function")]) == 0
    error_message = "A function has no port."
  }

  assert {
    condition     = contains(keys(aws_vpc_security_group_ingress_rule.call), "heartbeat-function to cache")
    error_message = "A function still reaches the cache."
  }
}

run "what_polls_for_a_function_reaches_the_brokers_and_the_function" {
  variables {
    stream_triggers = true
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.call["stream to stream"].from_port == 9098 && aws_vpc_security_group_egress_rule.call["stream to stream"].to_port == 9098
    error_message = "Lambda polls from the brokers' own security group."
  }

  assert {
    condition     = contains([for rule in aws_vpc_security_group_egress_rule.https : rule.security_group_id], aws_security_group.this["stream"].id)
    error_message = "From there it calls the function by HTTPS."
  }
}

run "brokers_talk_to_nobody_unless_a_function_needs_it" {
  assert {
    condition     = length([for call, rule in aws_vpc_security_group_egress_rule.call : call if startswith(call, "stream to ")]) == 0 && length([for call, rule in aws_vpc_security_group_egress_rule.https : call if startswith(call, "stream to ")]) == 0
    error_message = "Brokers begin no conversation."
  }
}

run "a_scraper_reads_services_and_no_servers" {
  variables {
    scraper_security_group_id = "sg-scraper"
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.scraper) == 5 && !contains(keys(aws_vpc_security_group_ingress_rule.scraper), "cache")
    error_message = "Metrics are read from the five services."
  }
}

run "an_operator_reaches_servers_and_no_services" {
  variables {
    operator_security_group_id = "sg-operator"
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_ingress_rule.operator)) == toset(["cache", "stream", "database"]) && alltrue([for server, rule in aws_vpc_security_group_ingress_rule.operator : rule.referenced_security_group_id == "sg-operator" && rule.from_port == var.ports[server]])
    error_message = "Servers are set up and looked at from there, each on its own port."
  }
}

run "nobody_else_reaches_the_servers" {
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.operator) == 0 && length(aws_vpc_security_group_ingress_rule.scraper) == 0
    error_message = "Unless somebody is named, only services get in."
  }
}

run "one_subnet_is_refused" {
  command = plan

  variables {
    private_subnet_ids = ["subnet-a", "subnet-a"]
  }

  expect_failures = [var.private_subnet_ids]
}

run "a_subnet_in_both_lists_is_refused" {
  command = plan

  variables {
    public_subnet_ids = ["subnet-b", "subnet-c"]
  }

  expect_failures = [var.public_subnet_ids]
}
