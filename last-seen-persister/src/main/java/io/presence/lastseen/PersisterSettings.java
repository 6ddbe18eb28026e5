package io.presence.lastseen;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When what was read is written.
 *
 * @param flushIntervalMs {@code PRESENCE_LAST_SEEN_FLUSH_INTERVAL_MS}: how long a change waits at
 *     most
 * @param flushRows {@code PRESENCE_LAST_SEEN_FLUSH_ROWS}: how many people wait at most
 * @param fold {@code PRESENCE_LAST_SEEN_FOLD}: whether this service reads {@code presence.changes};
 *     {@code false} where a function does, and the service only answers and looks after the tables
 */
@ConfigurationProperties("presence.last-seen")
record PersisterSettings(
    @Bindable(defaultValue = "5000") long flushIntervalMs,
    @Bindable(defaultValue = "5000") int flushRows,
    @Bindable(defaultValue = "true") boolean fold) {
  private static final long MAX_INTERVAL_MS = 600_000;
  private static final int MAX_ROWS = 50_000;

  PersisterSettings {
    requireBetween("PRESENCE_LAST_SEEN_FLUSH_INTERVAL_MS", flushIntervalMs, 10, MAX_INTERVAL_MS);
    requireBetween("PRESENCE_LAST_SEEN_FLUSH_ROWS", flushRows, 1, MAX_ROWS);
  }

  Duration flushInterval() {
    return Duration.ofMillis(flushIntervalMs);
  }

  private static void requireBetween(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, got %d".formatted(name, min, max, value));
    }
  }
}
