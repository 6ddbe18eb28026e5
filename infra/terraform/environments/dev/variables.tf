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

variable "operator_security_group_id" {
  description = "The security group of the machine on which topics, databases and users are made; null for none"
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "Of the name that clients use"
  type        = string
}

variable "images" {
  description = "By service, each with a tag or digest"
  type        = map(string)
}

variable "jwt_secret_arn" {
  description = "A secret made by you with the key of HS256 tokens, at least 32 bytes in base64"
  type        = string
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

variable "settings" {
  description = "Further settings of services, by name as in the environment, for all of them: PRESENCE_LIMITS_EDITS_PER_USER and the like"
  type        = map(string)
  default     = {}
}
