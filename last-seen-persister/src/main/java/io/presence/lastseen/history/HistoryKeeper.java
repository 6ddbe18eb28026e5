package io.presence.lastseen.history;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history's upkeep, in rounds: partitions, stale sessions, figures. One thread of the scheduler
 * at a time; of several instances one works and the others find the lock taken. A round that fails
 * is counted, and the next one makes up for it.
 */
@Singleton
// A function is frozen between two batches, maybe with a lock in its hand: the service does this.
@Requires(notEnv = "lambda")
final class HistoryKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
  private static final long LOCK = 0x7072_6573_0002L;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** After figures that took so long, so many times as long nothing is computed. */
  private static final int REST = 9;

  private final Database database;
  private final Partitions partitions;
  private final StaleSessions stale;
  private final DayFigures figures;
  private final HistorySettings settings;
  private final HistoryMetrics metrics;
  private @Nullable LocalDate partitionedOn;
  private long restUntilNanos = System.nanoTime();
  private boolean failing;

  HistoryKeeper(
      Database database,
      Partitions partitions,
      StaleSessions stale,
      DayFigures figures,
      HistorySettings settings,
      HistoryMetrics metrics) {
    this.database = database;
    this.partitions = partitions;
    this.stale = stale;
    this.figures = figures;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Scheduled(
      initialDelay = "1s",
      fixedDelay = "${presence.history.interval-ms:60000}ms",
      scheduler = "scheduled")
  void round() {
    try {
      keepPartitions();
      if (settings.isOn()) {
        work();
      }
      failing = false;
    } catch (RuntimeException e) {
      metrics.failed();
      if (!failing) {
        failing = true;
        LOG.warn(
            "The upkeep of the session history failed and goes on trying; last seen does not depend"
                + " on it. Does Postgres answer?",
            e);
      }
    }
  }

  private void keepPartitions() {
    LocalDate today = partitions.today();
    if (!today.equals(partitionedOn)) {
      partitions.ensure();
      if (!settings.isOn()) {
        database.run(
            LONGEST,
            Partitions.LOCK_TIMEOUT,
            connection -> {
              Database.execute(connection, "DELETE FROM session_open");
              return true;
            });
      }
      partitionedOn = today;
    }
  }

  private void work() {
    if (System.nanoTime() - restUntilNanos < 0) {
      return;
    }
    boolean mayBeMore = true;
    while (mayBeMore) {
      mayBeMore = stale.end();
    }
    long start = System.nanoTime();
    int days =
        database.run(
            LONGEST,
            Partitions.LOCK_TIMEOUT,
            connection -> Database.tryLock(connection, LOCK) ? figures.refresh(connection) : 0);
    long took = System.nanoTime() - start;
    if (days > 0) {
      metrics.figures(Duration.ofNanos(took / days));
    }
    restUntilNanos = System.nanoTime() + REST * took;
  }
}
