mock_provider "aws" {
  source = "../../mocks"
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
