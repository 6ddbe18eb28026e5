package io.presence.expiry.sweep;

import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;

/**
 * When nothing may be decided, because the store was away: leases ran out meanwhile that nobody
 * could renew. For one renewal interval and a second after it has come back gateways have time to
 * report whom they still hear; until then No false offline goes before No ghosts.
 *
 * <p>Times are milliseconds of one clock that does not jump. Thread-safe.
 */
@Singleton
final class Outage {
  private static final long MARGIN_MILLIS = 1_000;

  /** A sweeper that has not looked for longer has just begun, or was stopped: it cannot know. */
  private static final long GAP_MILLIS = 3_000;

  private static final long MARK_MILLIS = 1_000;

  private final long quietMillis;
  private boolean ongoing;
  private long decidesAt = Long.MIN_VALUE;
  private long lookedAt = Long.MIN_VALUE / 2;
  private long markedAt = Long.MIN_VALUE / 2;

  Outage(StoreSettings settings) {
    // A third of the TTL: what gateways renew at.
    quietMillis = settings.ttl().toMillis() / 3 + MARGIN_MILLIS;
  }

  /**
   * The store did not answer.
   *
   * @return whether that is news
   */
  synchronized boolean failed() {
    boolean news = !ongoing;
    ongoing = true;
    return news;
  }

  /** The store answers; asked without deciding anything. */
  synchronized void ended(long now) {
    if (ongoing) {
      missed(now);
    }
  }

  /**
   * Whether the store may have been away without anybody here to see it. To be followed by {@link
   * #sure} or {@link #missed}; until then nothing is decided.
   */
  synchronized boolean mayHaveMissed(long now) {
    return !ongoing && now >= decidesAt && now - lookedAt > GAP_MILLIS;
  }

  /** Somebody else has looked meanwhile: there is nothing to wait for. */
  synchronized void sure(long now) {
    lookedAt = now;
  }

  /** Leases may have run out that nobody could renew. */
  synchronized void missed(long now) {
    ongoing = false;
    decidesAt = now + quietMillis;
    lookedAt = decidesAt;
  }

  /**
   * All that was due was looked at.
   *
   * @return whether it is time to say so to those who begin later
   */
  synchronized boolean looked(long now) {
    lookedAt = now;
    boolean marks = now - markedAt >= MARK_MILLIS;
    if (marks) {
      markedAt = now;
    }
    return marks;
  }

  synchronized boolean isOngoing() {
    return ongoing;
  }

  synchronized boolean mayDecide(long now) {
    return !ongoing && now >= decidesAt && !mayHaveMissed(now);
  }

  /** When deciding goes on. */
  synchronized long decidesAt() {
    return decidesAt;
  }
}
