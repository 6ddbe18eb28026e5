package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void localLimitsAreRaisedUnlessTheCallerHasSetThem() {
    assertThat(Limits.LOCAL.environment(Map.of()))
        .containsEntry("PRESENCE_FRAMES_PER_SECOND", "1000")
        .containsKeys("PRESENCE_FRAMES_BURST", "PRESENCE_LIMITS_CONNECTS_PER_USER");
    assertThat(Limits.LOCAL.environment(Map.of("PRESENCE_FRAMES_BURST", "100")))
        .containsKey("PRESENCE_FRAMES_PER_SECOND")
        .doesNotContainKey("PRESENCE_FRAMES_BURST");
  }

  @Test
  void productionLimitsAreThoseOfTheServices() {
    assertThat(Limits.PRODUCTION.environment(Map.of())).isEmpty();
  }
}
