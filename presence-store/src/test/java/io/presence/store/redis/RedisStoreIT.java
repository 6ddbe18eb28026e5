package io.presence.store.redis;

/** What only a real Redis in real time shows, on one node. */
class RedisStoreIT extends RedisStoreRules {
  RedisStoreIT() {
    super(new TestRedis());
  }
}
