package io.presence.lastseen.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Days (UTC) for which there are partitions.
 *
 * @param first the oldest
 * @param end the day after the newest
 */
record Covered(LocalDate first, LocalDate end) {
  static final Covered NOTHING = new Covered(LocalDate.EPOCH, LocalDate.EPOCH);

  boolean has(LocalDate day) {
    return !day.isBefore(first) && day.isBefore(end);
  }

  /** The UTC day of a moment, epoch milliseconds. */
  static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
