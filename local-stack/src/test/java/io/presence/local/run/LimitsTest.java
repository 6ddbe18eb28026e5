package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void localLimitsAreRaisedUnlessTheCallerHasSetThem() {
    assertThat(Limits.LOCAL.environment(Map.of()))
        .containsOnlyKeys("PRESENCE_FRAMES_PER_SECOND", "PRESENCE_FRAMES_BURST");
    assertThat(Limits.LOCAL.environment(Map.of("PRESENCE_FRAMES_BURST", "100")))
        .containsOnlyKeys("PRESENCE_FRAMES_PER_SECOND");
  }

  @Test
  void productionLimitsAreThoseOfTheServices() {
    assertThat(Limits.PRODUCTION.environment(Map.of())).isEmpty();
  }
}
