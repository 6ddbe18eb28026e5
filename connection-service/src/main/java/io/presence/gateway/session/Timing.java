package io.presence.gateway.session;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * The durations that clients are told and that liveness goes by.
 *
 * @param heartbeatIntervalMs {@code PRESENCE_HEARTBEAT_INTERVAL_MS}: how often clients say
 *     something; after as much silence the server pings
 * @param ttlMs {@code PRESENCE_TTL_MS}: how long a session lives after it was last heard
 * @param idleTimeoutMs {@code PRESENCE_IDLE_TIMEOUT_MS}: without activity, until away
 * @param authenticationTimeoutMs {@code PRESENCE_AUTHENTICATION_TIMEOUT_MS}: from the upgrade to
 *     {@code authenticate}
 * @param answerTimeoutMs {@code PRESENCE_ANSWER_TIMEOUT_MS}: how long a client waits for a session
 *     to begin, or a status to be set, while heartbeat-function does not answer
 */
@ConfigurationProperties("presence")
public record Timing(
    @Bindable(defaultValue = "5000") long heartbeatIntervalMs,
    @Bindable(defaultValue = "30000") long ttlMs,
    @Bindable(defaultValue = "300000") long idleTimeoutMs,
    @Bindable(defaultValue = "5000") long authenticationTimeoutMs,
    @Bindable(defaultValue = "10000") long answerTimeoutMs) {

  public Timing {
    require(
        heartbeatIntervalMs >= 100,
        "PRESENCE_HEARTBEAT_INTERVAL_MS must be at least 100, got " + heartbeatIntervalMs);
    // A ping goes out after one silent interval and its answer must be reported before the TTL.
    require(
        ttlMs >= 3 * heartbeatIntervalMs,
        "PRESENCE_TTL_MS (%d) must be at least three times PRESENCE_HEARTBEAT_INTERVAL_MS (%d)"
            .formatted(ttlMs, heartbeatIntervalMs));
    require(
        idleTimeoutMs >= 1_000,
        "PRESENCE_IDLE_TIMEOUT_MS must be at least 1000, got " + idleTimeoutMs);
    require(
        authenticationTimeoutMs >= 100,
        "PRESENCE_AUTHENTICATION_TIMEOUT_MS must be at least 100, got " + authenticationTimeoutMs);
    require(
        answerTimeoutMs >= 100,
        "PRESENCE_ANSWER_TIMEOUT_MS must be at least 100, got " + answerTimeoutMs);
  }

  /** How often each session that was heard is reported. */
  public long renewalIntervalMs() {
    return ttlMs / 3;
  }

  /** How far apart the writes of a person who stays active are. */
  public long activityIntervalMs() {
    return idleTimeoutMs / 10;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
