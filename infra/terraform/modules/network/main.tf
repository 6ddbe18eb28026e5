# Who may talk to whom, in one table. Every other path is closed.
locals {
  servers  = ["cache", "stream", "database"]
  services = ["connection-service", "heartbeat-function", "expiry-worker", "friend-graph-service", "last-seen-persister"]

  calls = concat(
    [
      ["load-balancer", "connection-service"],
      ["load-balancer", "friend-graph-service"],
      ["load-balancer", "last-seen-persister"],
      ["connection-service", "friend-graph-service"],
      ["connection-service", "last-seen-persister"],
      ["connection-service", "cache"],
      ["connection-service", "stream"],
      ["heartbeat-function", "last-seen-persister"],
      ["heartbeat-function", "cache"],
      ["heartbeat-function", "stream"],
      ["expiry-worker", "friend-graph-service"],
      ["expiry-worker", "cache"],
      ["expiry-worker", "stream"],
      ["friend-graph-service", "cache"],
      ["friend-graph-service", "stream"],
      ["friend-graph-service", "database"],
      ["last-seen-persister", "stream"],
      ["last-seen-persister", "database"],
    ],
    var.heartbeat == "container" ? [
      ["load-balancer", "heartbeat-function"],
      ["connection-service", "heartbeat-function"],
    ] : [],
    # What polls a topic for a function stands in the brokers' own group.
    var.stream_triggers ? [["stream", "stream"]] : [],
  )
  paths = { for call in local.calls : "${call[0]} to ${call[1]}" => { from = call[0], to = call[1], port = var.ports[call[1]] } }

  # It also calls the function, and asks for its role.
  callers = concat(local.services, var.stream_triggers ? ["stream"] : [])
  https   = { for pair in setproduct(local.callers, var.egress_cidrs) : "${pair[0]} to ${pair[1]}" => { from = pair[0], cidr = pair[1] } }
}

resource "aws_security_group" "this" {
  for_each = toset(concat(["load-balancer"], local.services, local.servers))

  name        = "${var.name}-${each.key}"
  description = "Presence: ${each.key}"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "call" {
  for_each = local.paths

  security_group_id            = aws_security_group.this[each.value.to].id
  referenced_security_group_id = aws_security_group.this[each.value.from].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.key
}

resource "aws_vpc_security_group_egress_rule" "call" {
  for_each = local.paths

  security_group_id            = aws_security_group.this[each.value.from].id
  referenced_security_group_id = aws_security_group.this[each.value.to].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  description                  = each.key
}

# The only doors to the internet: clients to the load balancer, and services out by HTTPS.
resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = toset(var.client_cidrs)

  security_group_id = aws_security_group.this["load-balancer"].id
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  description       = "clients"
}

resource "aws_vpc_security_group_egress_rule" "https" {
  for_each = local.https

  security_group_id = aws_security_group.this[each.value.from].id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  description       = "images, secrets, logs, functions and the identity provider"
}

resource "aws_vpc_security_group_ingress_rule" "operator" {
  for_each = var.operator_security_group_id == null ? toset([]) : toset(local.servers)

  security_group_id            = aws_security_group.this[each.key].id
  referenced_security_group_id = var.operator_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = var.ports[each.key]
  to_port                      = var.ports[each.key]
  description                  = "operators"
}

resource "aws_vpc_security_group_ingress_rule" "scraper" {
  for_each = var.scraper_security_group_id == null ? toset([]) : toset(local.services)

  security_group_id            = aws_security_group.this[each.key].id
  referenced_security_group_id = var.scraper_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = var.ports[each.key]
  to_port                      = var.ports[each.key]
  description                  = "metrics"
}
