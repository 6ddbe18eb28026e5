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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps deadlines on one thread of its own: everything that is due in one pipelined question for
 * the own shards and one for the others'. Sleeps until something is due, at least {@link #TICK}, so
 * that shards are looked at together. Needs Redis and nothing else: while Kafka or the friend graph
 * is away it goes on, and the changes it finds wait in the ledger. While a node of a cluster is
 * away, the shards on the others are swept.
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
      if (outage.mayHaveMissed(now)) {
        askWhatWasMissed(now);
      }
      listenAgain(due);
      look(decidable(due.ours()), Duration.ZERO);
      look(decidable(due.others()), settings.grace());
      if (outage.looked(nowMillis())) {
        noteThatAllWasSwept();
      }
    } catch (StoreUnavailableException e) {
      failed(due.all(), e);
    } catch (RuntimeException e) {
      metrics.sweepFailed();
      schedule.postpone(due, nowMillis() + PAUSE_MILLIS);
      LOG.error("A sweep failed, the next one is in {} ms", PAUSE_MILLIS, e);
    }
  }

  /** Asks those that were silent whether they answer again, which decides nothing. */
  private void listenAgain(SweepSchedule.Due due) {
    List<ShardId> silent =
        Stream.concat(due.ours().stream(), due.others().stream())
            .filter(outage::isOngoing)
            .toList();
    if (silent.isEmpty()) {
      return;
    }
    Set<ShardId> back = store.deadlines().answering(silent);
    outage.ended(back, nowMillis());
    if (!back.isEmpty()) {
      LOG.info(
          "{} shards of the store answer again; who still lives has {} ms to be heard before they are swept",
          back.size(),
          outage.quietMillis());
    }
  }

  /** Those of them in which something may be decided; the others are looked at later. */
  private List<ShardId> decidable(List<ShardId> shards) {
    long now = nowMillis();
    List<ShardId> decidable = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      if (outage.mayDecide(shard, now)) {
        decidable.add(shard);
      } else {
        // Looks in between, too: a sweeper that has not looked takes itself for one that was
        // stopped.
        long soon = now + PAUSE_MILLIS;
        schedule.postpone(
            List.of(shard),
            outage.isOngoing(shard) ? soon : Math.min(soon, outage.decidesAt(shard)));
      }
    }
    return decidable;
  }

  /** This worker has just begun, or was stopped: was the store there meanwhile? */
  private void askWhatWasMissed(long now) {
    if (store.deadlines().sweptLately()) {
      outage.sure(now);
      return;
    }
    outage.missed(now);
    LOG.info(
        "Nobody has swept lately, the store may have been away; who lives has {} ms to be heard before"
            + " sweeping begins",
        outage.quietMillis());
  }

  private void noteThatAllWasSwept() {
    try {
      store.deadlines().swept();
    } catch (StoreUnavailableException e) {
      LOG.debug("Whoever begins now waits, for nobody says that somebody has swept", e);
    }
  }

  private void look(List<ShardId> shards, Duration grace) {
    if (shards.isEmpty()) {
      return;
    }
    long before = System.nanoTime();
    Set<ShardId> silent = new HashSet<>(shards);
    try {
      List<Deadlines.Sweep> sweeps = store.deadlines().sweep(shards, grace, settings.limit());
      metrics.swept(System.nanoTime() - before);
      sweeps.forEach(sweep -> silent.remove(sweep.shard()));
      settle(sweeps);
      if (!silent.isEmpty()) {
        failed(silent, null);
      }
    } catch (StoreUnavailableException e) {
      failed(silent, e);
    }
  }

  private void settle(List<Deadlines.Sweep> sweeps) {
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

  private void failed(Set<ShardId> silent, @Nullable StoreUnavailableException why) {
    schedule.postpone(silent, nowMillis() + PAUSE_MILLIS);
    metrics.sweepFailed();
    if (outage.failed(silent)) {
      LOG.warn(
          "Cannot sweep {} shards, nobody in them goes offline until their part of the store answers: check"
              + " REDIS_URIS",
          silent.size(),
          why);
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
