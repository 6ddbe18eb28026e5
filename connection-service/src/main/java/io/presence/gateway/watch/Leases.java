package io.presence.gateway.watch;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.GatewayId;
import io.presence.contracts.Sharding;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.session.Session;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import io.presence.store.Watches;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store's leases as the local sessions need them. One virtual thread writes them all, so
 * that of two decisions about one subject the later one is written later: it takes what has changed
 * since it last looked and writes how each subject stands now; in between it refreshes, a part of
 * the shards at a time, all of them once in a third of the lease.
 *
 * <p>While the store does not answer, new watches fail, ends are left to lapse, and refreshing goes
 * on trying; a lease that was lost meanwhile is noticed when it comes back, and whoever relied on
 * it looks again.
 */
@Context
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** Subjects in one round trip to the store. */
  private static final int BATCH = 1_000;

  /** Parts in which all leases are refreshed, one after the other. */
  private static final int PARTS = 32;

  private final GatewayId self;
  private final Watches store;
  private final Sharding sharding;
  private final LocalWatchers local;
  private final LookAgain again;
  private final WatchMetrics metrics;
  private final GatewayClock clock;
  private final long partMillis;
  private final Thread writer;

  /** Subjects whose lease may have to change; guarded by this, as is {@link #next}. */
  private Set<UserId> changed = new LinkedHashSet<>();

  /** Completes when the store knows of all that has changed by now. */
  private CompletableFuture<@Nullable Void> next = new CompletableFuture<>();

  private boolean failing;

  Leases(
      GatewayId self,
      PresenceStore store,
      StoreSettings settings,
      LocalWatchers local,
      LookAgain again,
      WatchMetrics metrics,
      GatewayClock clock) {
    this.self = self;
    this.store = store.watches();
    this.sharding = settings.sharding();
    this.local = local;
    this.again = again;
    this.metrics = metrics;
    this.clock = clock;
    this.partMillis = Math.max(1, settings.watchLease().toMillis() / 3 / PARTS);
    metrics.watched(local::size);
    writer = Thread.ofVirtual().name("watch-leases").start(this::run);
  }

  @PreDestroy
  void close() {
    writer.interrupt();
  }

  /**
   * The session needs these. Does not block.
   *
   * @return completes once the store has a lease for each; with {@link StoreUnavailableException}
   *     when it does not answer, to be followed by {@link #remove}
   */
  CompletableFuture<@Nullable Void> add(Session session, Collection<UserId> subjects) {
    List<UserId> open = local.add(session, subjects);
    return open.isEmpty() ? CompletableFuture.completedFuture(null) : mark(open);
  }

  /** The session needs these no longer. Does not block. */
  void remove(Session session, Collection<UserId> subjects) {
    List<UserId> free = local.remove(session, subjects);
    if (!free.isEmpty()) {
      var _ = mark(free);
    }
  }

  private synchronized CompletableFuture<@Nullable Void> mark(Collection<UserId> subjects) {
    changed.addAll(subjects);
    notifyAll();
    return next;
  }

  private void run() {
    int part = 0;
    long refreshAt = clock.millis() + partMillis;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        write(refreshAt - clock.millis());
        if (clock.millis() >= refreshAt) {
          refresh(part);
          part = (part + 1) % PARTS;
          // After a long pause one part is refreshed at each turn, without a pause in between.
          refreshAt = Math.max(refreshAt + partMillis, clock.millis() - PARTS * partMillis);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for changes, no longer than this, and writes them. */
  private void write(long waitMillis) throws InterruptedException {
    Set<UserId> taken;
    CompletableFuture<@Nullable Void> written;
    synchronized (this) {
      long until = clock.millis() + waitMillis;
      for (long left = waitMillis; changed.isEmpty() && left > 0; left = until - clock.millis()) {
        wait(left);
      }
      if (changed.isEmpty()) {
        return;
      }
      taken = changed;
      written = next;
      changed = new LinkedHashSet<>();
      next = new CompletableFuture<>();
    }
    try {
      writeNow(taken);
      written.complete(null);
    } catch (RuntimeException e) {
      written.completeExceptionally(e);
      metrics.failed();
      LOG.debug("Watches could not be written", e);
    }
  }

  private void writeNow(Set<UserId> subjects) {
    List<UserId> wanted = new ArrayList<>();
    List<UserId> unwanted = new ArrayList<>();
    subjects.forEach(subject -> (local.isWatched(subject) ? wanted : unwanted).add(subject));
    for (List<UserId> batch : batches(wanted)) {
      store.watch(self, batch);
      local.held(batch);
    }
    for (List<UserId> batch : batches(unwanted)) {
      store.unwatch(self, batch);
    }
  }

  private void refresh(int part) {
    List<UserId> due = local.heldOnes(subject -> sharding.shardOf(subject).index() % PARTS == part);
    try {
      for (List<UserId> batch : batches(due)) {
        Set<UserId> lost = store.watch(self, batch);
        metrics.lost(lost.size());
        lost.forEach(this::lookAgain);
      }
      if (failing && !due.isEmpty()) {
        failing = false;
        LOG.info("Leases of watches are refreshed again");
      }
    } catch (StoreUnavailableException e) {
      metrics.failed();
      if (!failing) {
        failing = true;
        LOG.warn(
            "Leases of watches cannot be refreshed: subscribers will miss changes and be corrected"
                + " afterwards; is Redis up at REDIS_URIS?",
            e);
      }
    } catch (RuntimeException e) {
      metrics.failed();
      LOG.error("Leases of watches could not be refreshed; tried again at their next turn", e);
    }
  }

  /** For a while nobody told this gateway of the subject. */
  private void lookAgain(UserId subject) {
    for (Session session : local.of(subject)) {
      again.lookAgain(session.user(), Set.of(subject));
    }
  }

  private static List<List<UserId>> batches(List<UserId> subjects) {
    List<List<UserId>> batches = new ArrayList<>();
    for (int from = 0; from < subjects.size(); from += BATCH) {
      batches.add(subjects.subList(from, Math.min(from + BATCH, subjects.size())));
    }
    return batches;
  }
}
