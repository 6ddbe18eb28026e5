# What a planned AWS would answer, for the tests of whole stacks: only values that others are computed from.

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
    member_clusters = ["presence-0001-001", "presence-0001-002", "presence-0002-001", "presence-0002-002", "presence-0003-001", "presence-0003-002"]
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
