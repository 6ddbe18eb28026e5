variable "name" {
  description = "Prefix of every name"
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, in at least two availability zones"
  type        = list(string)
}

variable "security_group_id" {
  description = "Of the load balancer"
  type        = string
}

variable "certificate_arn" {
  description = "The certificate of the name that clients use"
  type        = string
}

variable "ping_interval_seconds" {
  description = "After so much silence connection-service pings a client: PRESENCE_HEARTBEAT_INTERVAL_MS in seconds"
  type        = number
  default     = 5
}

variable "idle_timeout_seconds" {
  description = "After so much silence the load balancer cuts a connection. Three pings must fit: two may be lost"
  type        = number
  default     = 120

  validation {
    condition     = var.idle_timeout_seconds >= 3 * var.ping_interval_seconds && var.idle_timeout_seconds <= 4000
    error_message = "idle_timeout_seconds (${var.idle_timeout_seconds}) must be at least three times ping_interval_seconds (${var.ping_interval_seconds}) and at most 4000: else the load balancer cuts living connections."
  }
}

variable "deletion_protection" {
  description = "Whether the load balancer, and with it the address that clients use, cannot be deleted by accident"
  type        = bool
  default     = true
}

variable "access_logs_bucket" {
  description = "An S3 bucket for access logs; null for none"
  type        = string
  default     = null
}

variable "private_paths" {
  description = "Answered with 404 at the door: they are for other services and for operators inside the VPC"
  type        = list(string)
  default     = ["/internal/*", "/prometheus", "/health", "/health/*"]
}
