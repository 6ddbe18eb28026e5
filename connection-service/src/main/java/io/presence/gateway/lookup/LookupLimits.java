package io.presence.gateway.lookup;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much is looked up at once.
 *
 * @param lookupsAtOnce {@code PRESENCE_LOOKUPS_AT_ONCE}: of one gateway; further ones wait, in the
 *     order in which they came, and after 5 s are answered {@code unavailable}
 */
@ConfigurationProperties("presence")
record LookupLimits(@Bindable(defaultValue = "64") int lookupsAtOnce) {
  /** Each holds a connection to friend-graph-service. */
  private static final int MOST = 10_000;

  LookupLimits {
    if (lookupsAtOnce < 1 || lookupsAtOnce > MOST) {
      throw new IllegalArgumentException(
          "PRESENCE_LOOKUPS_AT_ONCE must be between 1 and %d, got %d"
              .formatted(MOST, lookupsAtOnce));
    }
  }
}
