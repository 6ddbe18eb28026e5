package io.presence.expiry.sweep;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.store.Deadlines;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.ChangePublisher;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps deadlines on one thread of its own: everything that is due in one pipelined question for
 * the own shards and one for the others'. Sleeps until something is due, at least {@link #TICK}, so
 * that shards are looked at together. Needs Redis and nothing else: while Kafka or the friend graph
 * is away it goes on, and the changes it finds wait in the ledger.
 */
@Singleton
public final class Sweeper implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final long PAUSE_MILLIS = 1_000;

  private final PresenceStore store;
  private final Ownership ownership;
  private final ChangePublisher changes;
  private final SweepSettings settings;
  private final SweepMetrics metrics;
  private final SweepSchedule schedule;
  private final Thread thread;
  private final Outage outage;
  private volatile boolean closing;

  Sweeper(
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
    this.settings = settings;
    this.metrics = metrics;
    this.schedule =
        new SweepSchedule(
            ownership.sharding().shards(),
            settings.finest(),
            settings.coarsest(),
            settings.grace());
    this.thread = Thread.ofPlatform().daemon().name("sweeper").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  /** A change says when time will change its person next: look then. Never blocks. */
  public void hint(PresenceChanged change) {
    if (change.nextTimer() != null) {
      ShardId shard = ownership.sharding().shardOf(change.userId());
      schedule.hint(shard, change.nextTimer() - change.at(), nowMillis());
    }
  }

  private void run() {
    while (!closing) {
      sweep();
      long wait = Math.max(TICK.toMillis(), schedule.waitFrom(nowMillis()));
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(wait));
    }
  }

  private void sweep() {
    long now = nowMillis();
    SweepSchedule.Due due = schedule.due(ownership.owned(), now);
    if (due.isEmpty()) {
      return;
    }
    try {
      if (outage.isOngoing()) {
        // Asks something that decides nothing.
        var _ = store.gateways().alive();
        now = nowMillis();
        outage.ended(now);
        LOG.info(
            "The store answers again; who still lives has {} ms to be heard before sweeping goes"
                + " on",
            outage.decidesAt() - now);
      }
      if (outage.mayHaveMissed(now)) {
        askWhatWasMissed(now);
      }
      if (!outage.mayDecide(now)) {
        schedule.postpone(due, outage.decidesAt());
        return;
      }
      look(due.ours(), Duration.ZERO);
      look(due.others(), settings.grace());
      if (outage.looked(nowMillis())) {
        store.deadlines().swept();
      }
    } catch (StoreUnavailableException e) {
      schedule.postpone(due, nowMillis() + PAUSE_MILLIS);
      metrics.sweepFailed();
      if (outage.failed()) {
        LOG.warn("Cannot sweep, nobody goes offline until the store answers: check REDIS_URIS", e);
      }
    } catch (RuntimeException e) {
      metrics.sweepFailed();
      schedule.postpone(due, nowMillis() + PAUSE_MILLIS);
      LOG.error("A sweep failed, the next one is in {} ms", PAUSE_MILLIS, e);
    }
  }

  /** This worker has just begun, or was stopped: was the store there meanwhile? */
  private void askWhatWasMissed(long now) {
    if (store.deadlines().sweptLately()) {
      outage.sure(now);
      return;
    }
    outage.missed(now);
    LOG.info(
        "Nobody has swept lately, the store may have been away; who lives has {} ms to be heard"
            + " before sweeping begins",
        outage.decidesAt() - now);
  }

  private void look(List<ShardId> shards, Duration grace) {
    if (shards.isEmpty()) {
      return;
    }
    long before = System.nanoTime();
    List<Deadlines.Sweep> sweeps = store.deadlines().sweep(shards, grace, settings.limit());
    metrics.swept(System.nanoTime() - before);
    // Counted from the answer on, so that the next look is never just before the deadline.
    long now = nowMillis();
    for (Deadlines.Sweep sweep : sweeps) {
      sweep.changes().forEach(changes::publish);
      if (sweep.decided() > 0) {
        metrics.decided(sweep.decided(), sweep.latest());
      }
      boolean full =
          sweep.decided() >= settings.limit() || sweep.changes().size() >= settings.limit();
      schedule.looked(sweep.shard(), sweep.nextIn(), full, now);
    }
  }

  static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @PreDestroy
  void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
