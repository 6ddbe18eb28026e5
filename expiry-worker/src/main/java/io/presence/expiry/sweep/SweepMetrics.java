package io.presence.expiry.sweep;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How late deadlines are decided, and by which signal. */
@Singleton
public final class SweepMetrics {
  private final Timer lag;
  private final Timer duration;
  private final Counter decided;
  private final Counter failed;
  private final Counter republished;
  private final Counter hintsWon;
  private final Counter hintsLate;
  private final Counter hintsDropped;
  private final AtomicLong unconfirmed = new AtomicLong();
  private volatile long lastLagMillis;

  SweepMetrics(MeterRegistry registry, Ownership ownership) {
    lag =
        Timer.builder("presence.sweep.lag")
            .description("from a session's deadline until a sweep decided it; the latest of a look")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    duration =
        Timer.builder("presence.sweep.duration")
            .description("one pipelined look at all shards that were due")
            .register(registry);
    decided = registry.counter("presence.sweep.decided");
    failed = registry.counter("presence.sweep.failed");
    republished = registry.counter("presence.changes.republished");
    hintsWon = registry.counter("presence.expired.hints", "result", "won");
    hintsLate = registry.counter("presence.expired.hints", "result", "late");
    hintsDropped = registry.counter("presence.expired.hints", "result", "dropped");
    Gauge.builder("presence.changes.unconfirmed", unconfirmed, AtomicLong::get)
        .description(
            "changes of the own shards that Kafka has not acknowledged; counted now and then")
        .register(registry);
    Gauge.builder("presence.shards.owned", ownership, o -> o.owned().size()).register(registry);
  }

  void swept(long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  void decided(int sessions, long latestMillis) {
    decided.increment(sessions);
    lastLagMillis = latestMillis;
    lag.record(latestMillis, TimeUnit.MILLISECONDS);
  }

  void sweepFailed() {
    failed.increment();
  }

  void unconfirmed(long changes) {
    unconfirmed.set(changes);
  }

  void republished(int changes) {
    republished.increment(changes);
  }

  void hintDecided(boolean won) {
    (won ? hintsWon : hintsLate).increment();
  }

  /** How late the last look that decided anything was. */
  public long lastLagMillis() {
    return lastLagMillis;
  }

  /** Changes of the own shards that Kafka has not acknowledged, as counted last. */
  public long unconfirmed() {
    return unconfirmed.get();
  }

  void hintDropped() {
    hintsDropped.increment();
  }
}
