variable "region" {
  description = "Of AWS"
  type        = string
}

variable "vpc_id" {
  description = "The VPC that exists already"
  type        = string
}

variable "private_subnet_ids" {
  description = "In different availability zones"
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "In different availability zones"
  type        = list(string)
}

variable "certificate_arn" {
  description = "Of the name that clients use"
  type        = string
}

variable "images" {
  description = "By service, each with a tag or digest"
  type        = map(string)
}

variable "image_repository_arns" {
  description = "The ECR repositories of the images; empty when they come from elsewhere"
  type        = list(string)
  default     = []
}

variable "collector_image" {
  description = "The OpenTelemetry collector beside each connection-service, by which it scales"
  type        = string
}

variable "jwks_url" {
  description = "Where the identity provider publishes its keys"
  type        = string
}

variable "jwt_issuer" {
  description = "The iss that tokens must have"
  type        = string
}

variable "jwt_audience" {
  description = "Values of aud of which a token must have one"
  type        = list(string)
}

variable "allowed_origins" {
  description = "Web pages that may use this deployment from a browser"
  type        = list(string)
  default     = []
}

variable "alarm_topic_arn" {
  description = "An SNS topic that reaches whoever is on call"
  type        = string
}

variable "operator_security_group_id" {
  description = "The security group of the machine on which topics, databases and users are made; null for none"
  type        = string
  default     = null
}

variable "scraper_security_group_id" {
  description = "The security group of the Prometheus that reads /prometheus; null for none"
  type        = string
  default     = null
}

variable "heartbeat" {
  description = "container or function"
  type        = string
  default     = "container"
}

variable "function_package" {
  description = "The zip of heartbeat-function in S3, where it is a function"
  type        = object({ bucket = string, key = string, version = string })
  default     = null
}

variable "last_seen_package" {
  description = "The zip of last-seen-lambda in S3, where a function is to read presence.changes into Postgres; null for the container"
  type        = object({ bucket = string, key = string, version = string })
  default     = null
}

variable "settings" {
  description = "Further settings of services, by name as in the environment, for all of them: PRESENCE_LIMITS_EDITS_PER_USER and the like"
  type        = map(string)
  default     = {}
}
