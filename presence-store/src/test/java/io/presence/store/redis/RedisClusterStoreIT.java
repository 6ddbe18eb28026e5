package io.presence.store.redis;

/** What only a real Redis in real time shows, on a cluster. */
class RedisClusterStoreIT extends RedisStoreRules {
  RedisClusterStoreIT() {
    super(TestRedisCluster.shared());
  }
}
