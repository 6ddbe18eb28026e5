variable "name" {
  description = "Prefix of every name"
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets"
  type        = list(string)
}

variable "security_group_id" {
  description = "Of the database"
  type        = string
}

variable "kms_key_arn" {
  description = "Encrypts the data, the snapshots and the secrets"
  type        = string
}

variable "engine_version" {
  description = "Of Aurora PostgreSQL; the parameter group's family follows its major version"
  type        = string
  default     = "17.5"
}

variable "instance_class" {
  description = "db.serverless scales between the two capacities; any other class is of fixed size"
  type        = string
  default     = "db.serverless"
}

variable "capacity" {
  description = "Of db.serverless, in Aurora capacity units (2 GiB each)"
  type = object({
    min = number
    max = number
  })
  default = { min = 0.5, max = 4 }

  validation {
    condition     = var.capacity.min >= 0.5 && var.capacity.max >= var.capacity.min
    error_message = "capacity.min must be at least 0.5 (presence never sleeps) and at most capacity.max, got ${var.capacity.min} and ${var.capacity.max}."
  }
}

variable "instances" {
  description = "The writer and, from the second on, readers that take over: each in another zone"
  type        = number
  default     = 1

  validation {
    condition     = var.instances >= 1
    error_message = "instances must be at least 1, got ${var.instances}."
  }
}

variable "deletion_protection" {
  description = "Whether the cluster cannot be deleted, and leaves a last snapshot when it finally is"
  type        = bool
  default     = true
}

variable "backup_retention_days" {
  description = "So far back can any second be restored"
  type        = number
  default     = 7
}

variable "ca_path" {
  description = "The bundle of RDS's certificates in the images; null encrypts without asking who is at the other end"
  type        = string
  default     = null
}
