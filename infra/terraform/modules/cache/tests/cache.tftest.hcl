mock_provider "aws" {
  mock_resource "aws_elasticache_replication_group" {
    defaults = {
      configuration_endpoint_address = "cache.test"
    }
  }
}

mock_provider "random" {
  mock_resource "random_password" {
    defaults = {
      result = "a-token-made-for-tests"
    }
  }
}

variables {
  name              = "presence-test"
  subnet_ids        = ["subnet-a", "subnet-b"]
  security_group_id = "sg-1"
  kms_key_arn       = "arn:aws:kms:eu-west-1:000000000000:key/test"
}

run "expired_leases_are_announced" {
  assert {
    condition     = one([for parameter in aws_elasticache_parameter_group.this.parameter : parameter.value if parameter.name == "notify-keyspace-events"]) == "Ex"
    error_message = "Without notify-keyspace-events Ex, lapsed leases are found by the sweep alone."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.parameter_group_name == aws_elasticache_parameter_group.this.name
    error_message = "The cluster must use its own parameter group: the default one announces nothing."
  }
}

run "forgets_nobody" {
  assert {
    condition     = one([for parameter in aws_elasticache_parameter_group.this.parameter : parameter.value if parameter.name == "maxmemory-policy"]) == "noeviction"
    error_message = "A full cache must refuse writes, not forget people."
  }
}

run "is_a_cluster" {
  variables {
    shards             = 3
    replicas_per_shard = 2
  }

  assert {
    condition     = aws_elasticache_replication_group.this.cluster_mode == "enabled" && aws_elasticache_replication_group.this.num_node_groups == 3 && aws_elasticache_replication_group.this.replicas_per_node_group == 2
    error_message = "Cluster mode, with the shards and copies that were asked for."
  }

  assert {
    condition     = one([for parameter in aws_elasticache_parameter_group.this.parameter : parameter.value if parameter.name == "cluster-enabled"]) == "yes"
    error_message = "The parameter group must be one of cluster mode."
  }

  # Services ask what stands behind the one address; a database in it would be refused by a cluster.
  assert {
    condition     = endswith(aws_secretsmanager_secret_version.address.secret_string, "@${aws_elasticache_replication_group.this.configuration_endpoint_address}:6379")
    error_message = "REDIS_URIS must be the configuration address of the cluster, without a database."
  }
}

run "everything_is_encrypted" {
  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "TLS is required, not preferred."
  }

  assert {
    condition     = tobool(aws_elasticache_replication_group.this.at_rest_encryption_enabled) && aws_elasticache_replication_group.this.kms_key_id == var.kms_key_arn
    error_message = "Data at rest is encrypted with our key."
  }

  assert {
    condition     = startswith(aws_secretsmanager_secret_version.address.secret_string, "rediss://:") && strcontains(aws_secretsmanager_secret_version.address.secret_string, aws_elasticache_replication_group.this.auth_token)
    error_message = "The address that services get uses TLS and the token that the cluster asks for."
  }

  assert {
    condition     = aws_secretsmanager_secret.address.kms_key_id == var.kms_key_arn
    error_message = "The secret is encrypted with our key."
  }
}

run "copies_stand_in_other_zones_and_take_over" {
  assert {
    condition     = aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "A copy in the same zone dies with it."
  }
}

run "a_changed_setting_waits_for_the_window" {
  assert {
    condition     = aws_elasticache_replication_group.this.apply_immediately == false
    error_message = "A change must not restart nodes at once."
  }
}

run "no_shard_is_refused" {
  command = plan

  variables {
    shards = 0
  }

  expect_failures = [var.shards]
}
