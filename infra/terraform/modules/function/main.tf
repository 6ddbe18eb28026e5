locals {
  full_name = "${var.name}-${var.function}"
  # REDIS_URIS is to be read from the secret that SECRET_ARN_REDIS_URIS names, and so on: services refuse names of PRESENCE_ that they do not know.
  secret_settings = { for setting, secret in var.secrets : "SECRET_ARN_${setting}" => secret.key == null ? secret.arn : "${secret.arn}:${secret.key}::" }
  has_api         = length(var.routes) > 0
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/presence/${var.name}/${var.function}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  function_name     = local.full_name
  description       = "Presence: ${var.function}"
  role              = aws_iam_role.this.arn
  package_type      = "Zip"
  s3_bucket         = var.package.bucket
  s3_key            = var.package.key
  s3_object_version = var.package.version
  handler           = var.handler
  runtime           = var.runtime
  architectures     = [var.architecture]
  memory_size       = var.memory_mib
  timeout           = var.timeout_seconds
  kms_key_arn       = var.kms_key_arn

  reserved_concurrent_executions = var.reserved_concurrency

  # SnapStart works on published versions only, and the alias points at the newest of them.
  publish = true

  snap_start {
    apply_on = "PublishedVersions"
  }

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [var.security_group_id]
  }

  environment {
    variables = merge(var.environment, local.secret_settings)
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}
