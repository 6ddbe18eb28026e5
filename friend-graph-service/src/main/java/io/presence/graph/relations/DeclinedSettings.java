package io.presence.graph.relations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long somebody who was declined asks in vain.
 *
 * @param days {@code PRESENCE_DECLINED_DAYS}: after that many days a contact request that was
 *     declined reaches its receiver again if the sender repeats it; 0 for never
 */
@ConfigurationProperties("presence.declined")
record DeclinedSettings(@Bindable(defaultValue = "180") int days) {
  private static final int MAX_DAYS = 36_500;

  DeclinedSettings {
    if (days < 0 || days > MAX_DAYS) {
      throw new IllegalArgumentException(
          "PRESENCE_DECLINED_DAYS must be between 0 (for ever) and %d, got %d"
              .formatted(MAX_DAYS, days));
    }
  }
}
