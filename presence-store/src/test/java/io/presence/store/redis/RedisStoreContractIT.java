package io.presence.store.redis;

/** The contract over one real Redis. */
class RedisStoreContractIT extends RedisStoreContract {
  RedisStoreContractIT() {
    super(new TestRedis());
  }
}
