resource "aws_iam_role" "this" {
  name = local.full_name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "run"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
        },
        {
          # Neither network interfaces nor traces can be narrowed to a resource that exists beforehand.
          Effect = "Allow"
          Action = [
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
          ]
          Resource = ["*"]
        },
        {
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = [var.kms_key_arn]
        },
      ],
      length(var.secrets) == 0 ? [] : [{
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = distinct([for setting in sort(keys(var.secrets)) : var.secrets[setting].arn])
      }],
      var.trigger == null ? [] : [
        {
          Effect   = "Allow"
          Action   = ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka-cluster:DescribeClusterDynamicConfiguration"]
          Resource = [var.trigger.cluster_arn]
        },
        {
          # Lambda looks up where the brokers stand; neither can be narrowed.
          Effect   = "Allow"
          Action   = ["ec2:DescribeSecurityGroups", "ec2:DescribeVpcs"]
          Resource = ["*"]
        },
      ],
      [for statement in var.statements : merge({ Effect = "Allow" }, statement)],
    )
  })
}
