mock_provider "aws" {
  mock_data "aws_region" {
    defaults = {
      region = "eu-west-1"
    }
  }

  mock_data "aws_vpc" {
    defaults = {
      cidr_block = "10.0.0.0/16"
    }
  }

  mock_resource "aws_msk_cluster" {
    defaults = {
      arn = "arn:aws:kafka:eu-west-1:000000000000:cluster/presence/1234"
    }
  }

  mock_resource "aws_elasticache_replication_group" {
    defaults = {
      member_clusters = ["presence-0001-001", "presence-0001-002", "presence-0001-003"]
    }
  }

  mock_resource "aws_rds_cluster" {
    defaults = {
      endpoint           = "database.test"
      master_user_secret = []
    }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = {
      api_endpoint = "https://api.test"
    }
  }
}

mock_provider "random" {}

variables {
  region             = "eu-west-1"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-a", "subnet-b", "subnet-c"]
  public_subnet_ids  = ["subnet-d", "subnet-e"]
  certificate_arn    = "arn:aws:acm:eu-west-1:000000000000:certificate/test"
  images = {
    connection-service   = "presence/connection-service:1"
    heartbeat-function   = "presence/heartbeat-function:1"
    expiry-worker        = "presence/expiry-worker:1"
    friend-graph-service = "presence/friend-graph-service:1"
    last-seen-persister  = "presence/last-seen-persister:1"
  }
  jwt_secret_arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:jwt"
}

run "container" {
  assert {
    condition     = module.presence.heartbeat_url == null
    error_message = "heartbeat-function is a container unless asked otherwise."
  }
}

run "function" {
  variables {
    heartbeat        = "function"
    function_package = { bucket = "artefacts", key = "heartbeat-function.zip", version = "1" }
  }

  assert {
    condition     = module.presence.heartbeat_url == "https://api.test"
    error_message = "The switch is handed on to the stack."
  }
}
