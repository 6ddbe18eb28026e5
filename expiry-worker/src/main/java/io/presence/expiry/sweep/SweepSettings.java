package io.presence.expiry.sweep;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How deadlines are looked after.
 *
 * @param finest two looks at one shard are at least this far apart, unless the first found a full
 *     page
 * @param coarsest a shard is looked at no later than this after the last look, whatever was known
 *     then: a deadline may have been set since
 * @param grace how long past its deadline something must be before a worker that does not own its
 *     shard decides it
 * @param limit sessions, and timers, decided in one look at one shard
 * @param expiredEvents whether to listen to the server's expired events
 * @param hintQueue expired events that may wait for their decision; more are dropped, and the sweep
 *     finds them
 * @param republishInterval how often unconfirmed changes are looked for
 * @param unconfirmedAfter how long a change waits for Kafka until it is published again
 */
@ConfigurationProperties("presence.sweep")
record SweepSettings(
    @Bindable(defaultValue = "250ms") Duration finest,
    @Bindable(defaultValue = "1s") Duration coarsest,
    @Bindable(defaultValue = "500ms") Duration grace,
    @Bindable(defaultValue = "200") int limit,
    @Bindable(defaultValue = "true") boolean expiredEvents,
    @Bindable(defaultValue = "10000") int hintQueue,
    @Bindable(defaultValue = "1s") Duration republishInterval,
    @Bindable(defaultValue = "2s") Duration unconfirmedAfter) {

  SweepSettings {
    if (finest.toMillis() < 10 || finest.compareTo(coarsest) > 0) {
      throw new IllegalArgumentException(
          "presence.sweep.finest (%d ms) must be at least 10 ms and at most presence.sweep.coarsest (%d ms)"
              .formatted(finest.toMillis(), coarsest.toMillis()));
    }
    requireBetween("coarsest", coarsest.toMillis(), 10, 60_000, " ms");
    requireBetween("grace", grace.toMillis(), 0, 10_000, " ms");
    requireBetween("limit", limit, 1, 10_000, "");
    requireBetween("hint-queue", hintQueue, 1, 1_000_000, "");
    requireBetween("republish-interval", republishInterval.toMillis(), 10, 60_000, " ms");
    // Shorter than Kafka may take to acknowledge, and every change would be published twice.
    requireBetween("unconfirmed-after", unconfirmedAfter.toMillis(), 100, 60_000, " ms");
  }

  private static void requireBetween(String name, long value, long min, long max, String unit) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "presence.sweep.%s must be %d to %d%s, got %d".formatted(name, min, max, unit, value));
    }
  }
}
