# Alarms on what only AWS sees. What the services see of themselves is in infra/prometheus/alerts.yml. Each has a page in
# docs/operations.md.
locals {
  above = "GreaterThanThreshold"
  below = "LessThanThreshold"

  entrance = merge(
    {
      entrance-errors = {
        says       = "The load balancer answers with errors of its own: no healthy instance, or instances that do not answer"
        namespace  = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", statistic = "Sum", threshold = 50, when = local.above
        dimensions = { LoadBalancer = var.load_balancer.arn_suffix }
      }
    },
    { for service, target_group in var.load_balancer.target_groups : "${service}-unhealthy" => {
      says       = "Instances of ${service} are not ready"
      namespace  = "AWS/ApplicationELB", metric = "UnHealthyHostCount", statistic = "Maximum", threshold = 0, when = local.above
      dimensions = { LoadBalancer = var.load_balancer.arn_suffix, TargetGroup = target_group }
    } },
  )

  services = { for service, least in var.services : "${service}-too-few" => {
    says       = "Fewer than ${least} instances of ${service} run"
    namespace  = "ECS/ContainerInsights", metric = "RunningTaskCount", statistic = "Minimum", threshold = least, when = local.below
    dimensions = { ClusterName = var.cluster_name, ServiceName = service }, missing = "breaching"
  } }

  cache = merge(flatten([for index in range(var.cache_nodes.count) : {
    "cache-${index + 1}-memory" = {
      says       = "The cache fills up: when it is full it refuses writes, and nobody new can come online"
      namespace  = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", statistic = "Maximum", threshold = 75, when = local.above
      dimensions = { CacheClusterId = var.cache_nodes.names[index] }
    }
    "cache-${index + 1}-cpu" = {
      says       = "The cache's one thread is busy: heartbeats wait"
      namespace  = "AWS/ElastiCache", metric = "EngineCPUUtilization", statistic = "Average", threshold = 80, when = local.above
      dimensions = { CacheClusterId = var.cache_nodes.names[index] }
    }
    "cache-${index + 1}-evictions" = {
      says       = "The cache forgets people to make room: its parameter group is not ours"
      namespace  = "AWS/ElastiCache", metric = "Evictions", statistic = "Sum", threshold = 0, when = local.above
      dimensions = { CacheClusterId = var.cache_nodes.names[index] }
    }
  }])...)

  stream = merge(
    {
      stream-offline-partitions = {
        says       = "Partitions have no leader: changes or deliveries stand still"
        namespace  = "AWS/Kafka", metric = "OfflinePartitionsCount", statistic = "Maximum", threshold = 0, when = local.above
        dimensions = { "Cluster Name" = var.stream_cluster_name }
      }
    },
    { for broker in range(1, var.brokers + 1) : "stream-${broker}-disk" => {
      says       = "A broker's disk fills up"
      namespace  = "AWS/Kafka", metric = "KafkaDataLogsDiskUsed", statistic = "Maximum", threshold = 70, when = local.above
      dimensions = { "Cluster Name" = var.stream_cluster_name, "Broker ID" = tostring(broker) }
    } },
    { for group in var.consumer_groups : "stream-lag-${group}" => {
      says       = "${group} falls behind presence.changes"
      namespace  = "AWS/Kafka", metric = "SumOffsetLag", statistic = "Minimum", threshold = 10000, when = local.above
      dimensions = { "Cluster Name" = var.stream_cluster_name, "Consumer Group" = group, Topic = "presence.changes" }
    } },
  )

  database = {
    database-cpu = {
      says       = "Postgres is busy: REST calls and last seen are slow"
      namespace  = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", threshold = 80, when = local.above
      dimensions = { DBClusterIdentifier = var.database_identifier }
    }
    database-memory = {
      says       = "Postgres has little memory left"
      namespace  = "AWS/RDS", metric = "FreeableMemory", statistic = "Minimum", threshold = 268435456, when = local.below
      dimensions = { DBClusterIdentifier = var.database_identifier }
    }
  }

  function = merge(
    { for function, name in var.function_names : "${function}-errors" => {
      says       = "${function} fails as a function"
      namespace  = "AWS/Lambda", metric = "Errors", statistic = "Sum", threshold = 10, when = local.above
      dimensions = { FunctionName = name }
    } },
    { for function, name in var.function_names : "${function}-throttles" => {
      says       = "${function} is at its concurrency: calls are refused"
      namespace  = "AWS/Lambda", metric = "Throttles", statistic = "Sum", threshold = 0, when = local.above
      dimensions = { FunctionName = name }
    } },
  )

  alarms = merge(local.entrance, local.services, local.cache, local.stream, local.database, local.function)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.says}. What to do: docs/operations.md"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = each.value.statistic
  dimensions          = each.value.dimensions
  comparison_operator = each.value.when
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  # Silence of AWS/ApplicationELB means that there was nothing to count; silence about running tasks means that there are none.
  treat_missing_data = try(each.value.missing, "notBreaching")
  alarm_actions      = var.topic_arn == null ? [] : [var.topic_arn]
  ok_actions         = var.topic_arn == null ? [] : [var.topic_arn]
}
