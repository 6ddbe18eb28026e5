variable "name" {
  description = "Of the deployment: prefix of every name"
  type        = string
}

variable "service" {
  description = "Of the service, as its module is called"
  type        = string
}

variable "image" {
  description = "With a tag or digest that never moves"
  type        = string

  validation {
    condition     = !endswith(var.image, ":latest") && can(regex("[:@]", basename(var.image)))
    error_message = "image must name a tag or digest, and not latest, got ${var.image}: else two tasks of one service may run different code."
  }
}

variable "image_repository_arns" {
  description = "The ECR repositories that the images come from; empty when they come from elsewhere"
  type        = list(string)
  default     = []
}

variable "architecture" {
  description = "X86_64 or ARM64, as the image was built"
  type        = string
  default     = "X86_64"
}

variable "cluster" {
  description = "Of ECS"
  type = object({
    arn           = string
    name          = string
    namespace_arn = string
  })
}

variable "dns_namespace" {
  description = "A private zone of Cloud Map, for callers that are no services of this cluster; null for none"
  type        = object({ id = string })
  default     = null
}

variable "subnet_ids" {
  description = "Private subnets"
  type        = list(string)
}

variable "security_group_id" {
  description = "Of this service"
  type        = string
}

variable "port" {
  description = "Where it listens"
  type        = number
}

variable "cpu" {
  description = "In units of 1/1024 core"
  type        = number
  default     = 512
}

variable "memory_mib" {
  description = "Of the task; the JVM takes its share of it (see the image)"
  type        = number
  default     = 1024
}

variable "instances" {
  description = "How many run at least and at most; both the same unless scaling is given"
  type = object({
    min = number
    max = number
  })
  default = { min = 2, max = 2 }

  validation {
    condition     = var.instances.min >= 1 && var.instances.max >= var.instances.min
    error_message = "instances.min must be at least 1 and at most instances.max, got ${var.instances.min} and ${var.instances.max}."
  }
}

variable "scaling" {
  description = "The metric that decides how many run, as its average per instance: a metric of this service in CloudWatch"
  type = object({
    metric = string
    target = number
  })
  default = null

  validation {
    condition     = var.scaling == null || var.collector_image != null
    error_message = "scaling needs collector_image: without it the metric never reaches CloudWatch."
  }
}

variable "collector_image" {
  description = "An OpenTelemetry collector with the exporter awsemf, beside each instance: brings metrics to CloudWatch; null for none"
  type        = string
  default     = null
}

variable "collected_metrics" {
  description = "Which metrics go to CloudWatch, as regular expressions; each costs money"
  type        = list(string)
  default     = ["^presence_connections$"]
}

variable "environment" {
  description = "Settings that are no secrets"
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for setting in keys(var.environment) : !can(regex("(PASSWORD|SECRET|SERVICE_KEY|TOKEN$|REDIS_URIS)", setting))])
    error_message = "environment must hold no secrets: hand ${join(", ", [for setting in keys(var.environment) : setting if can(regex("(PASSWORD|SECRET|SERVICE_KEY|TOKEN$|REDIS_URIS)", setting))])} over in secrets."
  }
}

variable "secrets" {
  description = "Settings that Secrets Manager keeps: the secret, and which field of it if it holds several"
  type = map(object({
    arn = string
    key = optional(string)
  }))
  default = {}
}

variable "kms_key_arn" {
  description = "That the secrets and logs are encrypted with"
  type        = string
}

variable "statements" {
  description = "What the service may do in AWS: statements of its role's policy, without Effect; nothing unless given"
  type = list(object({
    Action   = list(string)
    Resource = list(string)
  }))
  default = []

  validation {
    condition     = alltrue([for statement in var.statements : !contains(statement.Resource, "*") && alltrue([for action in statement.Action : !endswith(action, ":*") && action != "*"])])
    error_message = "statements must name their actions and resources: neither may be *."
  }
}

variable "route" {
  description = "How clients reach it through the load balancer; null for services that only other services call"
  type = object({
    listener_arn = string
    vpc_id       = string
    priority     = number
    paths        = list(string)
  })
  default = null

  validation {
    condition     = var.route == null || try(length(var.route.paths) <= 5, false)
    error_message = "route.paths may hold at most five patterns: a rule of the load balancer takes no more."
  }
}

variable "deregistration_delay_seconds" {
  description = "How long the load balancer keeps connections to an instance that leaves. Sockets never end by themselves: the instance asks clients to reconnect"
  type        = number
  default     = 15

  validation {
    condition     = var.deregistration_delay_seconds <= 60
    error_message = "deregistration_delay_seconds must be at most 60, got ${var.deregistration_delay_seconds}: a deploy waits for it once per instance, and WebSockets last until they are cut anyway."
  }
}

variable "stop_timeout_seconds" {
  description = "From SIGTERM to SIGKILL: time to drain"
  type        = number
  default     = 60

  validation {
    condition     = var.stop_timeout_seconds <= 120
    error_message = "stop_timeout_seconds must be at most 120, which is Fargate's limit, got ${var.stop_timeout_seconds}."
  }
}

variable "log_retention_days" {
  description = "Of the service's logs"
  type        = number
  default     = 30
}
