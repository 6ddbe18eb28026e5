package io.presence.store.memory;

import io.presence.store.PresenceStore;
import io.presence.store.StoreContract;
import java.time.Duration;
import java.time.Instant;

/** The contract over the in-memory twin. */
class InMemoryStoreContractTest extends StoreContract {
  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final InMemoryPresenceStore store = new InMemoryPresenceStore(SETTINGS, clock);

  @Override
  public PresenceStore store() {
    return store;
  }

  @Override
  public PresenceStore secondStore() {
    return store;
  }

  @Override
  public PresenceStore freshStore() {
    return store;
  }

  @Override
  public long advanced() {
    return 0;
  }

  @Override
  public void empty() {
    store.empty();
  }

  @Override
  public void advance(Duration time) {
    clock.advance(time);
  }

  @Override
  public long now() {
    return clock.millis();
  }
}
