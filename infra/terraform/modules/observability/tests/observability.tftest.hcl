mock_provider "aws" {}

variables {
  name                = "presence-test"
  load_balancer       = { arn_suffix = "app/presence/1", target_groups = { connection-service = "targetgroup/connection/1" } }
  cluster_name        = "presence-test"
  services            = { connection-service = 2, expiry-worker = 2 }
  cache_nodes         = { count = 2, names = ["presence-0001-001", "presence-0001-002"] }
  stream_cluster_name = "presence-test"
  brokers             = 3
  database_identifier = "presence-test"
}

run "every_part_has_an_alarm" {
  assert {
    condition = alltrue([for alarm in [
      "entrance-errors", "connection-service-unhealthy", "expiry-worker-too-few", "cache-1-memory", "cache-2-evictions",
      "stream-offline-partitions", "stream-3-disk", "stream-lag-expiry-worker", "stream-lag-last-seen-persister", "database-cpu",
    ] : contains(keys(aws_cloudwatch_metric_alarm.this), alarm)])
    error_message = "A part can die without an alarm."
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "heartbeat-function-errors")
    error_message = "There is no function here."
  }
}

run "a_service_that_is_gone_is_not_silent" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["expiry-worker-too-few"].treat_missing_data == "breaching"
    error_message = "No news of running tasks is bad news."
  }
}

run "whoever_is_on_call_is_told_and_told_when_it_ends" {
  variables {
    topic_arn      = "arn:aws:sns:eu-west-1:000000000000:on-call"
    function_names = { heartbeat-function = "presence-test-heartbeat-function" }
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:000000000000:on-call"]) && alarm.ok_actions == alarm.alarm_actions])
    error_message = "An alarm that reaches nobody is none."
  }

  assert {
    condition     = contains(keys(aws_cloudwatch_metric_alarm.this), "heartbeat-function-errors") && aws_cloudwatch_metric_alarm.this["heartbeat-function-throttles"].dimensions["FunctionName"] == "presence-test-heartbeat-function"
    error_message = "A function has alarms of its own."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : strcontains(alarm.alarm_description, "docs/operations.md")])
    error_message = "Each alarm says where to read what to do."
  }
}
