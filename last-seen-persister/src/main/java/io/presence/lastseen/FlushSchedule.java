package io.presence.lastseen;

import java.time.Duration;

/**
 * Decides when what was read is written, and how long to wait after a failure. Time is passed in,
 * as nanoseconds of any steady clock. Confined to the consuming thread.
 *
 * <p>A flush is due one interval after the first record that waits, or as soon as enough people
 * wait. After a failure it is due after a back-off that doubles up to {@link #LONGEST_BACKOFF},
 * however many wait.
 */
final class FlushSchedule {
  static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
  static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

  private final Duration interval;
  private final int rows;

  private boolean waiting;
  private long dueNanos;
  private int failures;

  FlushSchedule(Duration interval, int rows) {
    this.interval = interval;
    this.rows = rows;
  }

  /** Something waits to be written or committed. */
  void waits(long nowNanos) {
    if (!waiting) {
      waiting = true;
      dueNanos = nowNanos + interval.toNanos();
    }
  }

  /**
   * @param people who wait now
   */
  boolean isDue(long nowNanos, int people) {
    if (!waiting) {
      return false;
    }
    boolean inTime = nowNanos - dueNanos >= 0;
    return isFailing() ? inTime : inTime || people >= rows;
  }

  /** Nothing waits any more. */
  void done() {
    waiting = false;
    failures = 0;
  }

  /** Postgres has taken what waits, but Kafka not its offsets: once more after an interval. */
  void doneButForOffsets(long nowNanos) {
    done();
    waits(nowNanos);
  }

  void failed(long nowNanos) {
    // The shift is capped where the back-off has long reached its longest.
    long backoff = FIRST_BACKOFF.toNanos() << Math.min(failures, 20);
    failures++;
    dueNanos = nowNanos + Math.min(backoff, LONGEST_BACKOFF.toNanos());
  }

  /** Whether the last attempt failed. */
  boolean isFailing() {
    return failures > 0;
  }

  /** How many attempts in a row have failed. */
  int failures() {
    return failures;
  }
}
