# Whose records it is handed. Lambda polls by the function's own role, from inside the cluster's security group, and commits offsets when
# the function has returned: a batch that fails comes again until it is taken, so a record that nobody can read must not fail.
resource "aws_lambda_event_source_mapping" "stream" {
  count = var.trigger == null ? 0 : 1

  event_source_arn                   = var.trigger.cluster_arn
  function_name                      = aws_lambda_alias.live.arn
  topics                             = [var.trigger.topic]
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.trigger.batch_size
  maximum_batching_window_in_seconds = var.trigger.window_seconds

  # A group that was there before goes on from its offsets.
  amazon_managed_kafka_event_source_config {
    consumer_group_id = var.trigger.group
  }

  depends_on = [aws_iam_role_policy.this]
}
