package io.presence.expiry.sweep;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.ChangePublisher;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides sessions on the hint that their lease has expired, on one thread. Every worker hears
 * every event; only the owner of the shard acts on it. A hint that finds the queue full, or Redis
 * not answering, is dropped: the sweep finds the session.
 */
@Singleton
final class ExpiredLeaseHints implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredLeaseHints.class);
  private static final long RETRY_MILLIS = 1_000;

  private final PresenceStore store;
  private final Ownership ownership;
  private final ChangePublisher changes;
  private final SweepMetrics metrics;
  private final Outage outage;
  private final boolean enabled;
  private final BlockingQueue<Hint> queue;
  private final Thread thread;

  ExpiredLeaseHints(
      PresenceStore store,
      Ownership ownership,
      ChangePublisher changes,
      SweepSettings settings,
      SweepMetrics metrics,
      Outage outage) {
    this.outage = outage;
    this.store = store;
    this.ownership = ownership;
    this.changes = changes;
    this.metrics = metrics;
    this.enabled = settings.expiredEvents();
    this.queue = new ArrayBlockingQueue<>(settings.hintQueue());
    this.thread = Thread.ofPlatform().daemon().name("expired-leases").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    if (enabled) {
      thread.start();
    }
  }

  private void run() {
    @Nullable AutoCloseable subscription = null;
    try {
      subscription = subscribe();
      while (true) {
        decide(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(subscription);
    }
  }

  private AutoCloseable subscribe() throws InterruptedException {
    while (true) {
      try {
        return store.deadlines().onLeaseExpired(this::offer);
      } catch (StoreUnavailableException e) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  private void offer(UserId user, SessionId session) {
    if (ownership.owns(user) && !queue.offer(new Hint(user, session))) {
      metrics.hintDropped();
    }
  }

  private void decide(Hint hint) {
    if (!outage.mayDecide(ownership.sharding().shardOf(hint.user()), Sweeper.nowMillis())) {
      metrics.hintDropped();
      return;
    }
    try {
      var change = store.deadlines().decide(hint.user(), hint.session());
      change.ifPresent(changes::publish);
      metrics.hintDecided(change.isPresent());
    } catch (StoreUnavailableException e) {
      metrics.hintDropped();
    } catch (RuntimeException e) {
      metrics.hintDropped();
      LOG.error("A hint of an expired lease could not be decided, the sweep will", e);
    }
  }

  private static void close(@Nullable AutoCloseable subscription) {
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.debug("Closing the subscription to expired leases failed", e);
      }
    }
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }

  private record Hint(UserId user, SessionId session) {}
}
