package io.presence.store.redis;

/** The contract over a real Redis Cluster. */
class RedisClusterContractIT extends RedisStoreContract {
  RedisClusterContractIT() {
    super(TestRedisCluster.shared());
  }
}
