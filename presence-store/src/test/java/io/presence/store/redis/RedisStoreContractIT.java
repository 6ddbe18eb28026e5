package io.presence.store.redis;

import io.presence.store.PresenceStore;
import io.presence.store.StoreContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract over a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreContractIT extends StoreContract {
  private final TestRedis redis = new TestRedis();
  private final PresenceStore store = redis.open(SETTINGS);
  private final PresenceStore secondStore = redis.open(SETTINGS);
  private long advanced;
  private final TimeMachine time = new TimeMachine(redis.connection().sync());

  @Override
  @BeforeEach
  public void empty() {
    redis.connection().sync().flushdb();
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  @Override
  public PresenceStore store() {
    return store;
  }

  @Override
  public PresenceStore secondStore() {
    return secondStore;
  }

  @Override
  public PresenceStore freshStore() {
    return redis.open(SETTINGS);
  }

  @Override
  public long advanced() {
    return advanced;
  }

  @Override
  public void advance(Duration passed) {
    advanced += passed.toMillis();
    time.advance(passed);
  }

  @Override
  public long now() {
    List<String> now = redis.connection().sync().time();
    return Long.parseLong(now.get(0)) * 1_000 + Long.parseLong(now.get(1)) / 1_000;
  }
}
