variable "name" {
  description = "Prefix of every name"
  type        = string
}

variable "vpc_id" {
  description = "The VPC that exists already"
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets without a route from the internet, with one to it (NAT) or with endpoints for images, secrets and logs"
  type        = list(string)

  validation {
    condition     = length(distinct(var.private_subnet_ids)) == length(var.private_subnet_ids) && length(var.private_subnet_ids) >= 2
    error_message = "private_subnet_ids must name at least two different subnets, in different availability zones."
  }
}

variable "public_subnet_ids" {
  description = "Subnets of the load balancer"
  type        = list(string)

  validation {
    condition     = length(distinct(var.public_subnet_ids)) == length(var.public_subnet_ids) && length(var.public_subnet_ids) >= 2
    error_message = "public_subnet_ids must name at least two different subnets, in different availability zones."
  }

  validation {
    condition     = length(setintersection(var.public_subnet_ids, var.private_subnet_ids)) == 0
    error_message = "A subnet is either public or private: remove those that stand in both lists."
  }
}

variable "client_cidrs" {
  description = "Who may connect to the load balancer"
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "egress_cidrs" {
  description = "Where services may go by HTTPS: images, secrets, logs, the identity provider's keys"
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "ports" {
  description = "Where each service, and each server, listens"
  type        = map(number)
  default = {
    connection-service   = 8080
    heartbeat-function   = 8081
    expiry-worker        = 8082
    friend-graph-service = 8083
    last-seen-persister  = 8084
    cache                = 6379
    stream               = 9098
    database             = 5432
  }
}

variable "heartbeat" {
  description = "container or function: a function calls nobody's port but its own targets', and is called by HTTPS"
  type        = string
  default     = "container"

  validation {
    condition     = contains(["container", "function"], var.heartbeat)
    error_message = "heartbeat must be container or function, got ${var.heartbeat}."
  }
}

variable "stream_triggers" {
  description = "Whether a function is handed records of the stream: what polls them stands in the brokers' security group, and must reach them and go out by HTTPS"
  type        = bool
  default     = false
}

variable "operator_security_group_id" {
  description = "The security group of a machine in the VPC from which topics, databases and users are made and servers are looked at; null for none"
  type        = string
  default     = null
}

variable "scraper_security_group_id" {
  description = "The security group of a Prometheus in the VPC that may read every service's /prometheus; null for none"
  type        = string
  default     = null
}
