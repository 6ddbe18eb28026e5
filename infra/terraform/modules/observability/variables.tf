variable "name" {
  description = "Of the deployment: prefix of every name"
  type        = string
}

variable "topic_arn" {
  description = "An SNS topic that reaches whoever is on call; null: alarms are only shown"
  type        = string
  default     = null
}

variable "load_balancer" {
  description = "Its arn_suffix, and those of the target groups behind it by service"
  type = object({
    arn_suffix    = string
    target_groups = map(string)
  })
}

variable "cluster_name" {
  description = "Of ECS"
  type        = string
}

variable "services" {
  description = "How many instances of each service must run at least"
  type        = map(number)
}

variable "cache_nodes" {
  description = "Names of the cache's nodes. Their number must be known before they are made: it is given beside"
  type = object({
    count = number
    names = list(string)
  })
}

variable "stream_cluster_name" {
  description = "Of the brokers"
  type        = string
}

variable "brokers" {
  description = "How many there are"
  type        = number
}

variable "consumer_groups" {
  description = "Whose lag behind presence.changes counts"
  type        = list(string)
  default     = ["expiry-worker", "last-seen-persister"]
}

variable "database_identifier" {
  description = "Of the cluster"
  type        = string
}

variable "function_names" {
  description = "What runs as a function: heartbeat-function, last-seen-function, each with its name in AWS"
  type        = map(string)
  default     = {}
}
