package io.presence.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private enum Two implements Limit {
    CALLS("user"),
    DEVICES("device");

    private final String owner;

    Two(String owner) {
      this.owner = owner;
    }

    @Override
    public String key() {
      return "calls-per-" + owner;
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
      return "calls of one " + owner;
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
  void ofSeveralLimitsAllAreTakenOrNone() {
    RateLimits limits = limits(Map.of("presence.limits.calls-per-user", "3/10m"));
    List<Charge> phone =
        List.of(new Charge(Two.CALLS, "ann", 1), new Charge(Two.DEVICES, "ann,phone", 1));
    assertThat(limits.takeAll(phone)).isNull();
    assertThat(limits.takeAll(phone)).isNull();
    for (int i = 0; i < 5; i++) {
      Refusal refusal = Objects.requireNonNull(limits.takeAll(phone));
      assertThat(refusal.limit()).isEqualTo(Two.DEVICES);
      assertThat(refusal.message()).contains("calls of one device", "2 in 600 s");
      assertThat(refusal.retryAfterMillis()).isBetween(1L, 300_001L);
    }
    List<Charge> pad =
        List.of(new Charge(Two.CALLS, "ann", 1), new Charge(Two.DEVICES, "ann,pad", 1));
    assertThat(limits.takeAll(pad)).isNull();
    assertThat(Objects.requireNonNull(limits.takeAll(pad)).limit()).isEqualTo(Two.CALLS);
  }

  @Test
  void whoeverIsRefusedMakesNoBucketsByInventingDevices() {
    RateLimits limits = limits(Map.of());
    for (int i = 0; i < 100; i++) {
      var _ =
          limits.takeAll(
              List.of(new Charge(Two.CALLS, "ann", 1), new Charge(Two.DEVICES, "ann,d" + i, 1)));
    }
    assertThat(limits.size()).isEqualTo(3);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    RateLimits limits = limits(Map.of());
    assertThat(limits.take(Two.DEVICES, "ann,pad", 2)).isNull();
    assertThat(limits.take(Two.CALLS, "ann", 2)).isNull();
    Charge one = new Charge(Two.CALLS, "ann", 1);
    assertThat(limits.takeAfter(one, Two.DEVICES, "ann,phone")).isNull();
    assertThat(limits.take(Two.CALLS, "ann")).as("nothing was refused").isNotNull();
    Refusal refusal = Objects.requireNonNull(limits.takeAfter(one, Two.DEVICES, "ann,pad"));
    assertThat(refusal.limit()).isEqualTo(Two.DEVICES);
    assertThat(limits.take(Two.CALLS, "ann")).isNull();
    assertThat(limits.take(Two.CALLS, "ann")).isNotNull();
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
