package io.presence.stream;

import io.micronaut.context.annotation.Requires;
import io.presence.contracts.PresenceChanged;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Tells the ledger what Kafka has acknowledged, many at a time, on a thread of its own so that
 * Kafka's I/O thread never waits for Redis. What overflows, or what Redis does not take, stays
 * unconfirmed: it is published once more, which harms nobody.
 */
@Singleton
@Requires(beans = PresenceStore.class)
final class Confirmer {
  private static final int CAPACITY = 10_000;
  private static final int BATCH = 500;

  private final PresenceStore store;
  private final StreamMetrics metrics;
  private final Outstanding outstanding;
  private final BlockingQueue<PresenceChanged> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final QueueThread<PresenceChanged> thread;

  Confirmer(PresenceStore store, StreamMetrics metrics, Outstanding outstanding) {
    this.store = store;
    this.metrics = metrics;
    this.outstanding = outstanding;
    metrics.queue("confirm", queue);
    this.thread = QueueThread.start("change-confirmer", queue, BATCH, this::confirm);
  }

  /** Never blocks. */
  void confirm(PresenceChanged change) {
    outstanding.began(1);
    if (!queue.offer(change)) {
      outstanding.ended(1);
      metrics.notConfirmed(1);
    }
  }

  private void confirm(List<PresenceChanged> changes) {
    try {
      store.ledger().confirm(changes);
      metrics.confirmed(changes.size());
    } catch (StoreUnavailableException e) {
      metrics.notConfirmed(changes.size());
    } finally {
      outstanding.ended(changes.size());
    }
  }

  @PreDestroy
  void close() {
    thread.close();
  }
}
