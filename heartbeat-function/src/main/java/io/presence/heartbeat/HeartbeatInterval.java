package io.presence.heartbeat;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What clients without a socket are asked for.
 *
 * @param heartbeatIntervalMs {@code PRESENCE_HEARTBEAT_INTERVAL_MS}: how often clients say
 *     something
 */
@ConfigurationProperties("presence")
record HeartbeatInterval(@Bindable(defaultValue = "5000") long heartbeatIntervalMs) {
  HeartbeatInterval {
    if (heartbeatIntervalMs < 100) {
      throw new IllegalArgumentException(
          "PRESENCE_HEARTBEAT_INTERVAL_MS must be at least 100, got " + heartbeatIntervalMs);
    }
  }
}
