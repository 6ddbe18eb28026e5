package io.presence.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private enum Two implements Limit {
    CALLS;

    @Override
    public String key() {
      return "calls-per-user";
    }

    @Override
    public String defaultRate() {
      return "2/10m";
    }

    @Override
    public int least() {
      return 2;
    }

    @Override
    public String what() {
      return "calls of one user";
    }
  }

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private RateLimits limits(Map<String, String> settings) {
    return new RateLimits(settings::get, registry);
  }

  @Test
  void whatExceedsTheRateIsRefusedWithTheLimitAndWhenToComeBack() {
    RateLimits limits = limits(Map.of());
    assertThat(limits.take(Two.CALLS, "ann")).isNull();
    assertThat(limits.take(Two.CALLS, "ann")).isNull();
    Refusal refusal = Objects.requireNonNull(limits.take(Two.CALLS, "ann"));
    assertThat(refusal.message()).contains("calls of one user", "2 in 600 s");
    assertThat(refusal.retryAfterMillis()).isBetween(1L, 300_001L);
    // Somebody else has a bucket of their own.
    assertThat(limits.take(Two.CALLS, "bob", 2)).isNull();
    assertThat(
            registry
                .get("presence.limit.rejected")
                .tag("limit", "calls-per-user")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aLimitIsConfiguredByItsName() {
    RateLimits limits = limits(Map.of("presence.limits.calls-per-user", "3/s"));
    limits.declare(Two.values());
    assertThat(limits.take(Two.CALLS, "ann", 3)).isNull();
    assertThat(limits.take(Two.CALLS, "ann")).isNotNull();
  }

  @Test
  void aSettingThatIsNoRateIsNamedAtStart() {
    for (String bad : new String[] {"3", "0/s", "3/11m", "3/h", "-1/s", "1/1m"}) {
      RateLimits limits = limits(Map.of("presence.limits.calls-per-user", bad));
      assertThatThrownBy(() -> limits.declare(Two.values()))
          .as(bad)
          .hasMessageContaining("PRESENCE_LIMITS_CALLS_PER_USER");
    }
  }
}
