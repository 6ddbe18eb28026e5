package io.presence.gateway.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How fast a gateway fills.
 *
 * @param admissionsPerSecond {@code PRESENCE_ADMISSIONS_PER_SECOND}: sockets with a good token that
 *     one gateway admits in a second, and as many at once after a pause; the others are told when
 *     to come back (503). As many without a token may open besides, and are counted with the others
 *     once they show one (1013)
 */
@ConfigurationProperties("presence")
public record AdmissionSettings(@Bindable(defaultValue = "500") int admissionsPerSecond) {
  public AdmissionSettings {
    if (admissionsPerSecond < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_ADMISSIONS_PER_SECOND must be at least 1, got " + admissionsPerSecond);
    }
  }
}
