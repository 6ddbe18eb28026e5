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
  collector_image = "collector:1"
  jwks_url        = "https://id.example.org/keys"
  jwt_issuer      = "https://id.example.org"
  jwt_audience    = ["presence"]
  alarm_topic_arn = "arn:aws:sns:eu-west-1:000000000000:on-call"
}

run "settings_reach_the_services" {
  variables {
    settings = { PRESENCE_DRAIN_MS = "60000" }
  }

  assert {
    condition     = module.presence.promises.settings == toset(["PRESENCE_DRAIN_MS"])
    error_message = "What an environment sets must reach the stack."
  }
}

run "survives_the_loss_of_a_zone" {
  assert {
    condition     = module.presence.promises.cache_copies >= 1 && module.presence.promises.database_instances >= 2
    error_message = "Cache and database must have copies in other zones."
  }

  assert {
    condition     = alltrue([for service, least in module.presence.promises.instances : least >= 2])
    error_message = "Two or more of every service."
  }

  assert {
    condition     = module.presence.promises.brokers >= 3
    error_message = "Three brokers, so that one may be missing while acknowledged changes stand on two."
  }
}

run "nothing_is_deleted_by_accident" {
  assert {
    condition     = module.presence.promises.deletion_protection && module.presence.promises.backup_retention_days >= 30
    error_message = "Protected, with a month of backups."
  }
}

run "somebody_is_told" {
  assert {
    condition     = module.presence.promises.alarms_reach_somebody && length(module.presence.alarm_names) > 20
    error_message = "Alarms in production must reach whoever is on call."
  }
}

run "as_a_function" {
  variables {
    heartbeat        = "function"
    function_package = { bucket = "artefacts", key = "heartbeat-function.zip", version = "1" }
  }

  assert {
    condition     = module.presence.heartbeat_url == "https://api.test" && !contains(keys(module.presence.promises.instances), "heartbeat-function")
    error_message = "The switch is handed on to the stack."
  }
}
