# Where the state is kept is said at init: -backend-config="bucket=…" -backend-config="key=…" -backend-config="region=…".
# The state contains secrets: the bucket must be encrypted, versioned and closed.
terraform {
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
