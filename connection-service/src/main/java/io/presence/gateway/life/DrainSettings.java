package io.presence.gateway.life;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long going away may take.
 *
 * @param drainMs {@code PRESENCE_DRAIN_MS}: from the signal to stop until this process ends; below
 *     the grace period of whoever sends it
 */
@ConfigurationProperties("presence")
public record DrainSettings(@Bindable(defaultValue = "20000") long drainMs) {
  public DrainSettings {
    if (drainMs < 500) {
      throw new IllegalArgumentException("PRESENCE_DRAIN_MS must be at least 500, got " + drainMs);
    }
  }
}
