package io.presence.gateway.report;

/**
 * Whether it is worth asking somebody who has not answered: not for a while, which grows with each
 * failure and is never the same for two who ask; then one may try. Pure, thread-safe; times are
 * milliseconds of one clock, given by the caller.
 */
final class Circuit {
  static final long FIRST_PAUSE_MILLIS = 500;
  static final long LONGEST_PAUSE_MILLIS = 10_000;

  private int failures;
  private long closedUntil;

  /**
   * @return whether to ask; while it is failing, one caller at a time is told so
   */
  synchronized boolean mayAsk(long now) {
    if (failures == 0) {
      return true;
    }
    if (now < closedUntil) {
      return false;
    }
    // Whoever asks now tells how it went; the others wait for that, but not forever.
    closedUntil = now + LONGEST_PAUSE_MILLIS;
    return true;
  }

  /**
   * @return whether that is news
   */
  synchronized boolean answered() {
    boolean news = failures > 0;
    failures = 0;
    return news;
  }

  /**
   * @param jitter from 0 to below 1
   * @return whether that is news
   */
  synchronized boolean failed(long now, double jitter) {
    long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
    closedUntil = now + (long) (pause * (0.5 + jitter / 2));
    return failures++ == 0;
  }

  synchronized boolean isFailing() {
    return failures > 0;
  }
}
