package io.presence.expiry.sweep;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.ChangePublisher;
import io.presence.stream.Receipts;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes again what Kafka has not confirmed, for the own shards, on one thread. A round waits
 * until the round before is settled: an outage of Kafka must not pile up copies of the same change.
 */
@Singleton
final class Republisher implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(Republisher.class);
  private static final int LIMIT_PER_SHARD = 100;

  /** Counting touches every own shard: not each round. */
  private static final int ROUNDS_PER_COUNT = 10;

  /** Longer than the producer takes to give a record up. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  private final PresenceStore store;
  private final Ownership ownership;
  private final ChangePublisher changes;
  private final SweepSettings settings;
  private final SweepMetrics metrics;
  private final Thread thread;
  private int rounds;

  Republisher(
      PresenceStore store,
      Ownership ownership,
      ChangePublisher changes,
      SweepSettings settings,
      SweepMetrics metrics) {
    this.store = store;
    this.ownership = ownership;
    this.changes = changes;
    this.settings = settings;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().daemon().name("republisher").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(settings.republishInterval());
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    Set<ShardId> owned = ownership.owned();
    if (owned.isEmpty()) {
      return;
    }
    try {
      List<PresenceChanged> overdue =
          store.ledger().overdue(owned, settings.unconfirmedAfter(), LIMIT_PER_SHARD);
      Receipts receipts = new Receipts();
      overdue.forEach(change -> changes.publish(change, receipts.expect()));
      metrics.republished(overdue.size());
      if (rounds++ % ROUNDS_PER_COUNT == 0) {
        metrics.unconfirmed(store.ledger().unconfirmed(owned));
      }
      // Acknowledged or not: the next round reads what is left.
      var _ = receipts.allAcknowledged(SETTLE_LIMIT);
    } catch (StoreUnavailableException e) {
      // The sweeper says so; here there is nothing to lose.
      metrics.sweepFailed();
    } catch (RuntimeException e) {
      metrics.sweepFailed();
      LOG.error("Looking for unconfirmed changes failed", e);
    }
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
