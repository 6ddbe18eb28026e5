variable "name" {
  description = "Prefix of every name; at most 40 characters"
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets"
  type        = list(string)
}

variable "security_group_id" {
  description = "Of the cache"
  type        = string
}

variable "kms_key_arn" {
  description = "Encrypts the data at rest and the secret"
  type        = string
}

variable "node_type" {
  description = "Memory is what counts: see the operations page for how to size it"
  type        = string
  default     = "cache.t4g.small"
}

variable "shards" {
  description = "Node groups of the cluster. Keys of one user always stand on one of them"
  type        = number
  default     = 1

  validation {
    condition     = var.shards >= 1 && var.shards <= 250
    error_message = "shards must be 1-250, got ${var.shards}."
  }
}

variable "replicas_per_shard" {
  description = "Copies that take over when a node dies; 0 means that its loss empties its part"
  type        = number
  default     = 1

  validation {
    condition     = var.replicas_per_shard >= 0 && var.replicas_per_shard <= 5
    error_message = "replicas_per_shard must be 0-5, got ${var.replicas_per_shard}."
  }
}

variable "engine_version" {
  description = "Of Valkey; the parameter group's family follows its major version"
  type        = string
  default     = "8.0"
}

variable "snapshot_retention_days" {
  description = "Presence rebuilds itself from heartbeats, so snapshots only shorten a recovery; 0 for none"
  type        = number
  default     = 1
}
