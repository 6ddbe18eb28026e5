package io.presence.lastseen.history;

import io.presence.contracts.SessionId;
import io.presence.web.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Where a list of sessions goes on: behind the session that began then and has this id. Written as
 * {@code 1700000000123-SESSION}.
 *
 * @param sessionId null: before all
 */
record SessionCursor(long from, @Nullable SessionId sessionId) {
  /** The end of the year 9999. */
  private static final long LATEST = 253_402_300_799_999L;

  static final SessionCursor START = new SessionCursor(LATEST, null);

  static SessionCursor of(SessionItem last) {
    return new SessionCursor(last.from().epochMillis(), last.sessionId());
  }

  /**
   * @throws ProblemException 400 for what was no {@code next}
   */
  static SessionCursor parse(@Nullable String after) {
    if (after == null) {
      return START;
    }
    int dash = after.indexOf('-');
    try {
      long from = Long.parseLong(after.substring(0, Math.max(0, dash)));
      if (from < 0 || from > LATEST) {
        throw new IllegalArgumentException("no time before the year 10000");
      }
      return new SessionCursor(from, new SessionId(after.substring(dash + 1)));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          "after must be the next of the page before, got \"%s\"".formatted(after));
    }
  }

  boolean isBefore(SessionItem item) {
    return sessionId == null
        || item.from().epochMillis() < from
        || (item.from().epochMillis() == from && item.sessionId().compareTo(sessionId) < 0);
  }

  @Override
  public String toString() {
    return from + "-" + sessionId;
  }
}
