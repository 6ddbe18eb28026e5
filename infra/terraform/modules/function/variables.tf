variable "name" {
  description = "Of the deployment: prefix of every name"
  type        = string
}

variable "function" {
  description = "Of the function"
  type        = string
  default     = "heartbeat-function"
}

variable "package" {
  description = "The zip in S3, in a bucket with versions"
  type = object({
    bucket  = string
    key     = string
    version = string
  })
}

variable "handler" {
  description = "Who takes the events"
  type        = string
  default     = "io.presence.lambda.heartbeat.HeartbeatFunction"
}

variable "runtime" {
  description = "The classes are of Java 25"
  type        = string
  default     = "java25"
}

variable "architecture" {
  description = "x86_64 or arm64"
  type        = string
  default     = "arm64"
}

variable "memory_mib" {
  description = "CPU comes with it: 1769 is one core"
  type        = number
  default     = 1024
}

variable "timeout_seconds" {
  description = "Shorter than a gateway waits for its answer"
  type        = number
  default     = 8

  validation {
    condition     = length(var.routes) == 0 || var.timeout_seconds <= 29
    error_message = "timeout_seconds must be at most 29 where there are routes, got ${var.timeout_seconds}: the HTTP API gives up after 30."
  }
}

variable "reserved_concurrency" {
  description = "At most so many at a time: each holds connections to the cache and the stream. -1 for no limit of its own"
  type        = number
  default     = 100
}

variable "rate_limit" {
  description = "Calls per second of the whole API, and the burst above it"
  type = object({
    rate  = number
    burst = number
  })
  default = { rate = 2000, burst = 4000 }
}

variable "routes" {
  description = "What the API lets in; everything else is 404. Empty: no API"
  type        = list(string)
  default     = ["POST /v1/heartbeat", "POST /internal/v1/heartbeats", "DELETE /internal/v1/sessions/{user}"]
}

variable "subnet_ids" {
  description = "Private subnets"
  type        = list(string)
}

variable "security_group_id" {
  description = "Of the function"
  type        = string
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
  description = "Settings that Secrets Manager keeps: the secret, and which field of it if it holds several. Lambda has no references to secrets: the function is told their ARNs and reads them when it starts"
  type = map(object({
    arn = string
    key = optional(string)
  }))
  default = {}
}

variable "trigger" {
  description = "A topic of MSK whose records the function is handed, in batches of at most batch_size, each at the latest after window_seconds; null for none"
  type = object({
    cluster_arn    = string
    topic          = string
    group          = string
    batch_size     = optional(number, 1000)
    window_seconds = optional(number, 5)
  })
  default = null
}

variable "kms_key_arn" {
  description = "That the secrets, the settings and the logs are encrypted with"
  type        = string
}

variable "statements" {
  description = "What the function may do in AWS beside reading its secrets: statements of its role's policy, without Effect"
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

variable "log_retention_days" {
  description = "Of the function's and the API's logs"
  type        = number
  default     = 30
}
