locals {
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
  secret_arns = distinct([for name in sort(keys(var.secrets)) : var.secrets[name].arn])
}

# What Fargate does before the service runs: its image, its own secrets, its own logs.
resource "aws_iam_role" "start" {
  name               = "${local.full_name}-start"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "start" {
  name = "start"
  role = aws_iam_role.start.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
      }],
      length(local.secret_arns) == 0 ? [] : [
        {
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = local.secret_arns
        },
        {
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = [var.kms_key_arn]
        },
      ],
      length(var.image_repository_arns) == 0 ? [] : [
        {
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = var.image_repository_arns
        },
        {
          # A login has no resource to be narrowed to.
          Effect   = "Allow"
          Action   = ["ecr:GetAuthorizationToken"]
          Resource = ["*"]
        },
      ],
    )
  })
}

# What the running service may do.
resource "aws_iam_role" "run" {
  name               = "${local.full_name}-run"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "run" {
  count = length(var.statements) + length(local.collector) == 0 ? 0 : 1

  name = "run"
  role = aws_iam_role.run.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for statement in var.statements : merge({ Effect = "Allow" }, statement)],
      [for group in aws_cloudwatch_log_group.metrics : {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = ["${group.arn}:*"]
      }],
    )
  })
}
