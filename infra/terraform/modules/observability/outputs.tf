output "alarm_names" {
  description = "Of all alarms"
  value       = sort([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name])
}
