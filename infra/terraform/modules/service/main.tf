locals {
  full_name = "${var.name}-${var.service}"
  # Whichever of the two there is.
  running = one(concat(aws_ecs_service.fixed, aws_ecs_service.scaled))

  logs = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.this.name
      awslogs-region        = data.aws_region.current.region
      awslogs-stream-prefix = var.service
      # A service whose logs cannot be delivered goes on serving.
      mode            = "non-blocking"
      max-buffer-size = "4m"
    }
  }

  container = {
    name                   = var.service
    image                  = var.image
    essential              = true
    readonlyRootFilesystem = true
    user                   = "10001:10001"
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    stopTimeout            = var.stop_timeout_seconds
    portMappings           = [{ name = "http", containerPort = var.port, protocol = "tcp", appProtocol = "http" }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    environment            = [for name in sort(keys(local.settings)) : { name = name, value = local.settings[name] }]
    secrets = [for name in sort(keys(var.secrets)) : {
      name      = name
      valueFrom = var.secrets[name].key == null ? var.secrets[name].arn : "${var.secrets[name].arn}:${var.secrets[name].key}::"
    }]
    healthCheck = {
      command     = ["CMD", "java", "@/opt/presence/health.options"]
      interval    = 15
      timeout     = 5
      retries     = 3
      startPeriod = 60
    }
    logConfiguration = local.logs
  }
  settings = merge({ MICRONAUT_SERVER_PORT = tostring(var.port) }, var.environment)

  collector = var.collector_image == null ? [] : [{
    name                   = "collector"
    image                  = var.collector_image
    essential              = false
    readonlyRootFilesystem = true
    environment            = [{ name = "AOT_CONFIG_CONTENT", value = yamlencode(local.collection) }]
    logConfiguration       = local.logs
  }]
  collection = {
    receivers = { prometheus = { config = { scrape_configs = [{
      job_name        = var.service
      metrics_path    = "/prometheus"
      scrape_interval = "30s"
      static_configs = [{
        targets = ["localhost:${var.port}"]
        labels  = { deployment = var.name, service = var.service }
      }]
      metric_relabel_configs = [{ source_labels = ["__name__"], regex = "presence_.*", action = "keep" }]
    }] } } }
    exporters = { awsemf = {
      namespace               = "Presence"
      log_group_name          = one(aws_cloudwatch_log_group.metrics[*].name)
      dimension_rollup_option = "NoDimensionRollup"
      metric_declarations     = [{ dimensions = [["deployment", "service"]], metric_name_selectors = var.collected_metrics }]
    } }
    service = { pipelines = { metrics = { receivers = ["prometheus"], exporters = ["awsemf"] } } }
  }
}

data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/presence/${var.name}/${var.service}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_group" "metrics" {
  count = var.collector_image == null ? 0 : 1

  name              = "/presence/${var.name}/${var.service}/metrics"
  retention_in_days = 1
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mib
  execution_role_arn       = aws_iam_role.start.arn
  task_role_arn            = aws_iam_role.run.arn
  container_definitions    = jsonencode(concat([local.container], local.collector))

  runtime_platform {
    cpu_architecture        = var.architecture
    operating_system_family = "LINUX"
  }

  volume {
    name = "tmp"
  }
}

# As many as are asked for. A service that scales is the other one, in scaling.tf: which attributes terraform leaves alone cannot hang on a variable.
resource "aws_ecs_service" "fixed" {
  count = var.scaling == null ? 1 : 0

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
}

resource "aws_service_discovery_service" "this" {
  count = var.dns_namespace == null ? 0 : 1

  name = var.service

  dns_config {
    namespace_id   = var.dns_namespace.id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }
}
