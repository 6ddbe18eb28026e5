mock_provider "aws" {
  mock_resource "aws_rds_cluster" {
    defaults = {
      endpoint = "database.test"
    }
  }
}

mock_provider "random" {}

variables {
  name              = "presence-test"
  subnet_ids        = ["subnet-a", "subnet-b"]
  security_group_id = "sg-1"
  kms_key_arn       = "arn:aws:kms:eu-west-1:000000000000:key/test"
}

run "cannot_be_deleted_by_accident" {
  assert {
    condition     = aws_rds_cluster.this.deletion_protection && !aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.final_snapshot_identifier == "presence-test-last"
    error_message = "Protected, and when it is deleted on purpose it leaves a snapshot."
  }
}

run "a_throwaway_one_leaves_nothing" {
  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_rds_cluster.this.deletion_protection && aws_rds_cluster.this.skip_final_snapshot
    error_message = "What is not protected can be deleted in one go."
  }
}

run "encrypted_and_private" {
  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == var.kms_key_arn
    error_message = "Data at rest is encrypted with our key."
  }

  assert {
    condition     = one([for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.value if parameter.name == "rds.force_ssl"]) == "1"
    error_message = "Connections in clear must be refused."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.publicly_accessible == false])
    error_message = "Nobody outside the VPC reaches the database."
  }
}

run "the_administrators_password_is_rdss_own" {
  assert {
    condition     = aws_rds_cluster.this.manage_master_user_password && aws_rds_cluster.this.master_user_secret_kms_key_id == var.kms_key_arn
    error_message = "RDS makes and rotates the administrator's password; it stands in no state."
  }
}

run "a_secret_for_each_service_and_none_in_the_address" {
  assert {
    condition     = toset(keys(aws_secretsmanager_secret.service)) == toset(["friend_graph", "last_seen"])
    error_message = "Each service has a user of its own."
  }

  assert {
    condition     = alltrue([for url in values(output.urls) : !strcontains(url, "password") && strcontains(url, "sslmode=")])
    error_message = "Addresses say how TLS is used, and no password."
  }

  assert {
    condition     = jsondecode(aws_secretsmanager_secret_version.service["last_seen"].secret_string).username == "last_seen"
    error_message = "The secret holds username and password as JSON."
  }
}

run "with_certificates_the_server_is_checked" {
  variables {
    ca_path = "/opt/presence/certificates/rds.pem"
  }

  assert {
    condition     = alltrue([for url in values(output.urls) : strcontains(url, "sslmode=verify-full") && strcontains(url, "sslrootcert=/opt/presence/certificates/rds.pem")])
    error_message = "With a bundle, the server's name and certificate are checked."
  }
}

run "serverless_never_sleeps" {
  command = plan

  variables {
    capacity = { min = 0, max = 4 }
  }

  expect_failures = [var.capacity]
}

run "fixed_classes_have_no_capacity" {
  variables {
    instance_class = "db.r7g.large"
    instances      = 2
  }

  assert {
    condition     = length(aws_rds_cluster.this.serverlessv2_scaling_configuration) == 0 && length(aws_rds_cluster_instance.this) == 2
    error_message = "Capacity is of db.serverless only."
  }
}
