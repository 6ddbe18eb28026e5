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

  private final long quietMillis;
  private boolean ongoing;
  private long decidesAt = Long.MIN_VALUE;

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
      ongoing = false;
      decidesAt = now + quietMillis;
    }
  }

  synchronized boolean isOngoing() {
    return ongoing;
  }

  synchronized boolean mayDecide(long now) {
    return !ongoing && now >= decidesAt;
  }

  /** When deciding goes on. */
  synchronized long decidesAt() {
    return decidesAt;
  }
}
