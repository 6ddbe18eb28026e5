package io.presence.gateway.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets clients in at a rate that can be served: when everybody comes at once, after a restart or a
 * cut network, each new session costs writes and a snapshot. Who is refused is told to come back
 * after a time that is spread the wider the more are refused. Thread-safe.
 */
final class Admission {
  private static final long FIRST_SPREAD_MILLIS = 1_000;
  private static final long WIDEST_SPREAD_MILLIS = 30_000;

  private final Bucket bucket;
  private final TimeMeter time;
  private final int perSecond;
  private final Counter refusals;
  private long second;
  private int refused;
  private int refusedBefore;

  Admission(AdmissionSettings settings, MeterRegistry registry, TimeMeter time) {
    this.time = time;
    perSecond = settings.admissionsPerSecond();
    bucket =
        Bucket.builder()
            .withCustomTimePrecision(time)
            .addLimit(
                limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
            .build();
    refusals =
        Counter.builder("presence.admission.refused")
            .description("Clients that were told to come back, because too many came at once")
            .register(registry);
  }

  /**
   * @return 0 to come in; else after how many milliseconds to try again
   */
  long retryAfterMillis() {
    if (bucket.tryConsume(1)) {
      return 0;
    }
    refusals.increment();
    long spread =
        Math.min(WIDEST_SPREAD_MILLIS, FIRST_SPREAD_MILLIS * (1 + refusedLately() / perSecond));
    return FIRST_SPREAD_MILLIS / 2 + ThreadLocalRandom.current().nextLong(spread);
  }

  /** In the second before, or in this one if that is more already. */
  private synchronized int refusedLately() {
    long now = Duration.ofNanos(time.currentTimeNanos()).toSeconds();
    if (now != second) {
      refusedBefore = now == second + 1 ? refused : 0;
      refused = 0;
      second = now;
    }
    refused++;
    return Math.max(refused, refusedBefore);
  }
}
