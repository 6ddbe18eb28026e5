package io.presence.gateway.delivery;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How old an update may become on its way.
 *
 * @param deliveryMaxLagMs {@code PRESENCE_DELIVERY_MAX_LAG_MS}: a gateway that is further behind
 *     with its deliveries skips them, and looks up what they would have said; at half of it clients
 *     are told {@code degraded: delayed}
 */
@ConfigurationProperties("presence")
public record LagSettings(@Bindable(defaultValue = "5000") long deliveryMaxLagMs) {
  public LagSettings {
    if (deliveryMaxLagMs < 100 || deliveryMaxLagMs > 60_000) {
      throw new IllegalArgumentException(
          "PRESENCE_DELIVERY_MAX_LAG_MS must be 100 to 60000, got " + deliveryMaxLagMs);
    }
  }
}
