variable "name" {
  description = "Prefix of every name"
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets: two or three, one per availability zone; brokers are spread over them"
  type        = list(string)

  validation {
    condition     = contains([2, 3], length(var.subnet_ids))
    error_message = "subnet_ids must name two or three subnets, got ${length(var.subnet_ids)}."
  }
}

variable "security_group_id" {
  description = "Of the brokers"
  type        = string
}

variable "kms_key_arn" {
  description = "Encrypts the records at rest"
  type        = string
}

variable "kafka_version" {
  description = "With KRaft, without ZooKeeper"
  type        = string
  default     = "3.9.x.kraft"
}

variable "instance_type" {
  description = "Of a broker"
  type        = string
  default     = "kafka.m7g.large"
}

variable "brokers_per_zone" {
  description = "Brokers in each subnet's zone"
  type        = number
  default     = 1
}

variable "volume_gib" {
  description = "Of each broker's disk"
  type        = number
  default     = 100
}

variable "log_retention_days" {
  description = "Of the brokers' own logs"
  type        = number
  default     = 30
}
