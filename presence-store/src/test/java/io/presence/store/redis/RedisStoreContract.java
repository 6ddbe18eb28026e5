package io.presence.store.redis;

import io.presence.store.PresenceStore;
import io.presence.store.StoreContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract over a real Redis: one node, or a cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisStoreContract extends StoreContract {
  private final TestServer server;
  private final PresenceStore store;
  private final PresenceStore secondStore;
  private long advanced;
  private final TimeMachine time;

  RedisStoreContract(TestServer server) {
    this.server = server;
    store = server.open(SETTINGS);
    secondStore = server.open(SETTINGS);
    time = new TimeMachine(server.nodes());
  }

  @Override
  @BeforeEach
  public void empty() {
    server.empty();
  }

  @AfterAll
  void stop() {
    server.close();
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
    return server.open(SETTINGS);
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
    List<String> now = server.redis().time();
    return Long.parseLong(now.get(0)) * 1_000 + Long.parseLong(now.get(1)) / 1_000;
  }
}
