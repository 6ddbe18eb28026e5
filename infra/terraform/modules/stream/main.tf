locals {
  brokers = var.brokers_per_zone * length(var.subnet_ids)
  copies  = min(3, local.brokers)
}

resource "aws_msk_configuration" "this" {
  name           = var.name
  description    = "Presence: durable, no topics by accident"
  kafka_versions = [var.kafka_version]

  # A misspelt topic must be an error. An acknowledged change stands on two brokers, so that the loss of one loses nothing; where there are but two brokers it
  # may stand on one, or the loss of either would stop everything.
  server_properties = <<-EOT
    auto.create.topics.enable=false
    default.replication.factor=${local.copies}
    min.insync.replicas=${max(1, local.copies - 1)}
    unclean.leader.election.enable=false
    group.initial.rebalance.delay.ms=0
  EOT

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "brokers" {
  name              = "/presence/${var.name}/brokers"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = local.brokers
  enhanced_monitoring    = "PER_TOPIC_PER_BROKER"

  broker_node_group_info {
    instance_type   = var.instance_type
    client_subnets  = var.subnet_ids
    security_groups = [var.security_group_id]

    storage_info {
      ebs_storage_info {
        volume_size = var.volume_gib
      }
    }
  }

  # Each service proves itself by its role: there is no password to leak or to rotate.
  client_authentication {
    unauthenticated = false

    sasl {
      iam = true
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.kms_key_arn

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers.name
      }
    }
  }
}
