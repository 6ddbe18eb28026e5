output "presence" {
  description = "Everything that the stack says"
  value       = module.presence
}
