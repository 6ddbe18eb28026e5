package io.presence.lastseen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of last-seen-persister. Thread-safe. */
@Singleton
final class LastSeenMetrics {
  private static final String PREFIX = "presence.last_seen.";

  private final Counter read;
  private final Counter unreadable;
  private final Counter rows;
  private final Timer flushed;
  private final Timer failed;
  private final DistributionSummary batch;
  private final Counter commitFailures;
  private final Counter restarts;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicLong lag = new AtomicLong();

  LastSeenMetrics(MeterRegistry meters) {
    read = records("read", meters);
    unreadable = records("unreadable", meters);
    rows =
        Counter.builder(PREFIX + "rows").description("People written to Postgres").register(meters);
    flushed = flush("ok", meters);
    failed = flush("failed", meters);
    batch =
        DistributionSummary.builder(PREFIX + "flush.people")
            .description("People per flush")
            .register(meters);
    commitFailures =
        Counter.builder(PREFIX + "commit.failures")
            .description("Offsets that Kafka did not take; the records are read again")
            .register(meters);
    restarts =
        Counter.builder(PREFIX + "consumer.restarts")
            .description("Consumers that failed and were replaced")
            .register(meters);
    meters.gauge(PREFIX + "pending", pending);
    meters.gauge(PREFIX + "lag", lag);
  }

  void read(int records) {
    read.increment(records);
  }

  void unreadable(int records) {
    unreadable.increment(records);
  }

  void flushed(int people, Duration took) {
    rows.increment(people);
    batch.record(people);
    flushed.record(took);
  }

  void flushFailed(Duration took) {
    failed.record(took);
  }

  void commitFailed() {
    commitFailures.increment();
  }

  void restarted() {
    restarts.increment();
  }

  /**
   * @param people who wait to be written
   * @param records that Kafka holds and this instance has not read, as of the last fetch
   */
  void waiting(int people, long records) {
    pending.set(people);
    lag.set(records);
  }

  private static Counter records(String outcome, MeterRegistry meters) {
    return Counter.builder(PREFIX + "records")
        .description("Records of presence.changes")
        .tag("outcome", outcome)
        .register(meters);
  }

  private static Timer flush(String outcome, MeterRegistry meters) {
    return Timer.builder(PREFIX + "flush")
        .description("Batched upserts")
        .tag("outcome", outcome)
        .register(meters);
  }
}
