package io.presence.lastseen.history;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long sessions are kept.
 *
 * @param days {@code PRESENCE_HISTORY_DAYS}: sessions that began today or on so many days before
 *     are kept; 0 keeps none and deletes what there is
 * @param intervalMs {@code PRESENCE_HISTORY_INTERVAL_MS}: how often the figures of days are brought
 *     up to date and old days are looked for
 */
@ConfigurationProperties("presence.history")
record HistorySettings(
    @Bindable(defaultValue = "30") int days, @Bindable(defaultValue = "60000") long intervalMs) {
  private static final int MAX_DAYS = 400;
  private static final long MAX_INTERVAL_MS = 3_600_000;

  HistorySettings {
    requireBetween("PRESENCE_HISTORY_DAYS", days, 0, MAX_DAYS);
    requireBetween("PRESENCE_HISTORY_INTERVAL_MS", intervalMs, 100, MAX_INTERVAL_MS);
  }

  boolean isOn() {
    return days > 0;
  }

  private static void requireBetween(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, got %d".formatted(name, min, max, value));
    }
  }
}
