package io.presence.expiry.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** What became of changes; deliveries are counted where they are written. */
@Singleton
final class FanOutMetrics {
  private final Counter consumed;
  private final Counter unreadable;
  private final Counter told;
  private final Counter retried;
  private final Counter abandoned;
  private final Counter hits;
  private final Counter misses;
  private final Counter stale;
  private final Counter failed;
  private final Counter pushed;
  private final Counter pullOnly;
  private final Counter lookedAgain;
  private final AtomicLong lag = new AtomicLong();

  FanOutMetrics(MeterRegistry registry) {
    consumed = registry.counter("presence.fanout.changes", "result", "read");
    unreadable = registry.counter("presence.fanout.changes", "result", "unreadable");
    told = registry.counter("presence.fanout.news");
    retried = registry.counter("presence.fanout.retries");
    abandoned = registry.counter("presence.fanout.abandoned");
    hits = registry.counter("presence.fanout.audiences", "result", "cached");
    misses = registry.counter("presence.fanout.audiences", "result", "fetched");
    stale = registry.counter("presence.fanout.audiences", "result", "stale");
    failed = registry.counter("presence.fanout.audiences", "result", "failed");
    pushed = registry.counter("presence.fanout.subjects", "audience", "pushed");
    pullOnly = registry.counter("presence.fanout.subjects", "audience", "pull_only");
    lookedAgain = registry.counter("presence.fanout.looked.again");
    Gauge.builder("presence.fanout.lag", lag, AtomicLong::get)
        .description("records of presence.changes in the own partitions that are not read yet")
        .register(registry);
  }

  /** So many changes became news of so many people: the rest was folded, or nobody could notice. */
  void folded(int changes, int news) {
    consumed.increment(changes);
    told.increment(news);
  }

  void lag(long records) {
    lag.set(records);
  }

  /** Records that were not read yet, as last seen. */
  long lag() {
    return lag.get();
  }

  void unreadable() {
    unreadable.increment();
  }

  void retried() {
    retried.increment();
  }

  void abandoned(int news) {
    abandoned.increment(news);
  }

  void audiences(int cached, int fetched) {
    hits.increment(cached);
    misses.increment(fetched);
  }

  /** News of somebody was told, to their audience or only to who watches them explicitly. */
  void audience(boolean isPullOnly) {
    (isPullOnly ? pullOnly : pushed).increment();
  }

  /** So many people were looked at again, since who may see them may have changed. */
  void lookedAgain(int people) {
    lookedAgain.increment(people);
  }

  void staleAudience() {
    stale.increment();
  }

  void audienceFailed() {
    failed.increment();
  }
}
