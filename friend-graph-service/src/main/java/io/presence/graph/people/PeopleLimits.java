package io.presence.graph.people;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much one person may write about others.
 *
 * @param maxPrivacyExceptions people about whom one person may make an exception; {@code
 *     PRESENCE_GRAPH_MAX_PRIVACY_EXCEPTIONS}
 */
@ConfigurationProperties("presence.graph")
record PeopleLimits(@Bindable(defaultValue = "1000") int maxPrivacyExceptions) {
  PeopleLimits {
    if (maxPrivacyExceptions < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_GRAPH_MAX_PRIVACY_EXCEPTIONS must be at least 1, got " + maxPrivacyExceptions);
    }
  }
}
