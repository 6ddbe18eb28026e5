output "url" {
  description = "PRESENCE_HEARTBEAT_URL, and the host of POST /v1/heartbeat for clients; null without routes"
  value       = one(aws_apigatewayv2_api.this[*].api_endpoint)
}

output "function_name" {
  description = "For alarms"
  value       = aws_lambda_function.this.function_name
}
