mock_provider "aws" {
  mock_resource "aws_msk_cluster" {
    defaults = {
      arn                        = "arn:aws:kafka:eu-west-1:000000000000:cluster/presence-test/1234"
      bootstrap_brokers_sasl_iam = "b-1.test:9098,b-2.test:9098"
    }
  }
}

variables {
  name              = "presence-test"
  subnet_ids        = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_id = "sg-1"
  kms_key_arn       = "arn:aws:kms:eu-west-1:000000000000:key/test"
}

run "tls_between_all" {
  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].in_cluster
    error_message = "Neither clients nor brokers may talk in clear."
  }

  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_at_rest_kms_key_arn == var.kms_key_arn
    error_message = "Records at rest are encrypted with our key."
  }
}

run "nobody_is_anonymous" {
  assert {
    condition     = aws_msk_cluster.this.client_authentication[0].unauthenticated == false && aws_msk_cluster.this.client_authentication[0].sasl[0].iam
    error_message = "Every client proves itself by its role."
  }

  assert {
    condition     = output.client_settings.KAFKA_SECURITY_PROTOCOL == "SASL_SSL" && output.client_settings.KAFKA_SASL_MECHANISM == "AWS_MSK_IAM"
    error_message = "Clients are told how."
  }
}

run "no_topic_by_accident_and_no_loss_with_one_broker" {
  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "auto.create.topics.enable=false")
    error_message = "A misspelt topic must be an error."
  }

  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "default.replication.factor=3") && strcontains(aws_msk_configuration.this.server_properties, "min.insync.replicas=2")
    error_message = "With three brokers a change stands on two before it is acknowledged."
  }

  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "unclean.leader.election.enable=false")
    error_message = "A broker that lags must not become a leader: what was acknowledged would be gone."
  }
}

run "two_zones_keep_two_copies_and_go_on_with_one" {
  variables {
    subnet_ids = ["subnet-a", "subnet-b"]
  }

  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "default.replication.factor=2") && strcontains(aws_msk_configuration.this.server_properties, "min.insync.replicas=1")
    error_message = "With two brokers, the loss of one must not stop writing."
  }
}

run "a_broker_in_every_zone" {
  variables {
    brokers_per_zone = 2
  }

  assert {
    condition     = aws_msk_cluster.this.number_of_broker_nodes == 6
    error_message = "The number of brokers must be a multiple of the zones."
  }
}

run "roles_can_name_topics_and_groups" {
  assert {
    condition     = output.topic_arn_prefix == "arn:aws:kafka:eu-west-1:000000000000:topic/presence-test/1234/" && output.group_arn_prefix == "arn:aws:kafka:eu-west-1:000000000000:group/presence-test/1234/"
    error_message = "ARNs of topics and groups follow the cluster's."
  }
}

run "logs_are_kept_for_a_time" {
  assert {
    condition     = aws_cloudwatch_log_group.brokers.retention_in_days == 30 && aws_cloudwatch_log_group.brokers.kms_key_id == var.kms_key_arn
    error_message = "Logs have an end and a key."
  }
}
