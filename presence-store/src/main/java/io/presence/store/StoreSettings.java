package io.presence.store;

import io.presence.contracts.Sharding;
import java.time.Duration;

/**
 * What the data model needs to know; the same in every process of a deployment.
 *
 * @param sharding {@code PRESENCE_SHARDS}
 * @param ttl {@code PRESENCE_TTL_MS}: how long a session lives after it was last heard
 * @param idleTimeout {@code PRESENCE_IDLE_TIMEOUT_MS}: how long without activity until a session is
 *     away
 * @param maxSessions sessions of one user; one more and the longest idle gives way
 * @param userRetention how long a user's hash stays after the last session has ended
 */
public record StoreSettings(
    Sharding sharding,
    Duration ttl,
    Duration idleTimeout,
    int maxSessions,
    Duration userRetention) {
  public static final StoreSettings DEFAULTS =
      new StoreSettings(
          new Sharding(Sharding.DEFAULT_SHARDS),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          20,
          Duration.ofDays(1));

  public StoreSettings {
    require(
        ttl.toMillis() >= 1_000, "PRESENCE_TTL_MS must be at least 1000, got " + ttl.toMillis());
    require(
        idleTimeout.toMillis() >= 1_000,
        "PRESENCE_IDLE_TIMEOUT_MS must be at least 1000, got " + idleTimeout.toMillis());
    require(maxSessions >= 1, "PRESENCE_MAX_SESSIONS must be at least 1, got " + maxSessions);
    require(
        userRetention.compareTo(ttl.multipliedBy(2)) >= 0,
        "PRESENCE_USER_RETENTION_MS (%d) must be at least twice PRESENCE_TTL_MS (%d)"
            .formatted(userRetention.toMillis(), ttl.toMillis()));
  }

  /** How long a gateway's watch of somebody holds after it was last refreshed. */
  public Duration watchLease() {
    return ttl.multipliedBy(2);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
