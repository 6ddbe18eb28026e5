variable "name" {
  description = "Prefix of every name in the account: presence-prod"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,23}$", var.name))
    error_message = "name must be 3-24 small letters, digits and hyphens and begin with a letter, got ${var.name}: names of load balancers and caches take no more."
  }
}

variable "vpc_id" {
  description = "The VPC that exists already"
  type        = string
}

variable "private_subnet_ids" {
  description = "Two or three private subnets in different availability zones, with a way out to images, secrets and logs"
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Public subnets of the load balancer in different availability zones"
  type        = list(string)
}

variable "client_cidrs" {
  description = "Who may connect: everybody, unless this is an internal deployment"
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "operator_security_group_id" {
  description = "The security group of a machine in the VPC from which topics, databases and users are made; null for none"
  type        = string
  default     = null
}

variable "scraper_security_group_id" {
  description = "The security group of a Prometheus in the VPC; null for none"
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "The certificate of the name that clients use: there is no deployment without TLS"
  type        = string
}

variable "images" {
  description = "By service, each with a tag or digest that never moves; heartbeat-function is not needed where it is a function"
  type        = map(string)
}

variable "image_repository_arns" {
  description = "The ECR repositories of the images; empty when they come from elsewhere"
  type        = list(string)
  default     = []
}

variable "architecture" {
  description = "X86_64 or ARM64, as the images and the function's package were built"
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.architecture)
    error_message = "architecture must be X86_64 or ARM64, got ${var.architecture}."
  }
}

variable "collector_image" {
  description = "The OpenTelemetry collector that brings open connections to CloudWatch; null: connection-service does not scale by itself"
  type        = string
  default     = null
}

variable "heartbeat" {
  description = "container or function: where heartbeat-function runs. A container costs less from a few hundred clients on; a function costs nothing while nobody is there"
  type        = string
  default     = "container"

  validation {
    condition     = contains(["container", "function"], var.heartbeat)
    error_message = "heartbeat must be container or function, got ${var.heartbeat}."
  }
}

variable "function_package" {
  description = "The zip of heartbeat-function in S3; needed where heartbeat is function"
  type = object({
    bucket  = string
    key     = string
    version = string
  })
  default = null

  validation {
    condition     = var.heartbeat == "container" || var.function_package != null
    error_message = "heartbeat is function: function_package must say where its zip is."
  }
}

variable "last_seen_package" {
  description = "The zip of last-seen-lambda in S3: then a function reads presence.changes into Postgres, and last-seen-persister only answers and looks after its tables; null: it does all of it"
  type = object({
    bucket  = string
    key     = string
    version = string
  })
  default = null
}

variable "jwks_url" {
  description = "Where the identity provider publishes the keys of clients' tokens; null with jwt_secret_arn"
  type        = string
  default     = null

  validation {
    condition     = (var.jwks_url == null) != (var.jwt_secret_arn == null)
    error_message = "Set exactly one of jwks_url (production) and jwt_secret_arn (development): services refuse to start with both or none."
  }

  validation {
    condition     = var.jwks_url == null || startswith(coalesce(var.jwks_url, "-"), "https://")
    error_message = "jwks_url must begin with https://: whoever can change the keys on their way can be anybody."
  }
}

variable "jwt_secret_arn" {
  description = "A secret made by you with the key of HS256 tokens, at least 32 bytes in base64; null with jwks_url"
  type        = string
  default     = null
}

variable "jwt_issuer" {
  description = "The iss that tokens must have; needed with jwks_url, where * means any"
  type        = string
  default     = null

  validation {
    condition     = var.jwks_url == null || trimspace(coalesce(var.jwt_issuer, " ")) != ""
    error_message = "Set jwt_issuer with jwks_url (* for any): services refuse to start without."
  }
}

variable "jwt_audience" {
  description = "Values of aud of which a token must have one; needed with jwks_url, where the one value * means any, also none"
  type        = list(string)
  default     = []

  validation {
    condition     = var.jwks_url == null || length(compact([for audience in var.jwt_audience : trimspace(audience)])) > 0
    error_message = "Set jwt_audience with jwks_url ([\"*\"] for any): else a token for another app of the same provider would count, with its roles, and services refuse to start."
  }

  validation {
    condition     = !contains(var.jwt_audience, "*") || length(var.jwt_audience) == 1
    error_message = "jwt_audience is [\"*\"] or a list without it."
  }
}

variable "allowed_origins" {
  description = "Web pages that may use this deployment from a browser, such as https://app.example.org; empty: none, apps only"
  type        = list(string)
  default     = []
}

variable "settings" {
  description = "Further settings of services, by name as in the environment, for all of them: PRESENCE_TTL_MS and the like"
  type        = map(string)
  default     = {}

  validation {
    condition     = try(tonumber(var.settings["PRESENCE_DRAIN_MS"]), 0) <= 100000
    error_message = "PRESENCE_DRAIN_MS must be at most 100000: Fargate kills an instance 120 s after it was asked to stop."
  }
}

variable "connection_service" {
  description = "Instances, their size, and open connections per instance at which one more is started"
  type = object({
    min                      = number
    max                      = number
    cpu                      = number
    memory_mib               = number
    connections_per_instance = number
  })
  default = { min = 2, max = 10, cpu = 1024, memory_mib = 4096, connections_per_instance = 20000 }
}

variable "workers" {
  description = "Instances of each other service"
  type        = number
  default     = 2
}

variable "cache" {
  description = "Node type, shards, and copies of each"
  type = object({
    node_type          = string
    shards             = number
    replicas_per_shard = number
  })
  default = { node_type = "cache.t4g.small", shards = 1, replicas_per_shard = 1 }
}

variable "stream" {
  description = "Brokers: their type, how many per zone, disk of each"
  type = object({
    instance_type    = string
    brokers_per_zone = number
    volume_gib       = number
  })
  default = { instance_type = "kafka.m7g.large", brokers_per_zone = 1, volume_gib = 100 }
}

variable "database" {
  description = "Class, number of instances, and capacity of db.serverless"
  type = object({
    instance_class = string
    instances      = number
    min_capacity   = number
    max_capacity   = number
  })
  default = { instance_class = "db.serverless", instances = 1, min_capacity = 0.5, max_capacity = 4 }
}

variable "database_ca_path" {
  description = "The bundle of RDS's certificates in the images, so that services know who they talk to; null encrypts only"
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether load balancer and database refuse to be deleted"
  type        = bool
  default     = true
}

variable "backup_retention_days" {
  description = "Of the database"
  type        = number
  default     = 7
}

variable "log_retention_days" {
  description = "Of all logs"
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "An SNS topic that reaches whoever is on call; null: alarms are only shown"
  type        = string
  default     = null
}
