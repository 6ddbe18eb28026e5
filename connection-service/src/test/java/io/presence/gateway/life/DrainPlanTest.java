package io.presence.gateway.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainPlanTest {
  private static final long DRAIN = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 550, 551, 50_000})
  void everybodyGoesInTimeWithTimeLeftToCloseAndReport(int clients) {
    DrainPlan plan = DrainPlan.of(DRAIN, clients);
    long last = plan.afterMillis(clients - 1, clients, Math.nextDown(1.0));
    assertThat(last).isLessThanOrEqualTo(plan.endMillis());
    assertThat(plan.endMillis() + 2 * DrainPlan.restMillis(DRAIN)).isLessThanOrEqualTo(DRAIN);
  }

  @Test
  void noTwoOfAFewGoAtTheSameTime() {
    DrainPlan plan = DrainPlan.of(DRAIN, 100);
    Set<Long> times =
        IntStream.range(0, 100)
            .mapToObj(i -> plan.afterMillis(i, 100, i % 2 == 0 ? 0.9 : 0))
            .collect(Collectors.toSet());
    assertThat(times).hasSize(100);
  }

  @Test
  void aFewAreGoneSoon() {
    assertThat(DrainPlan.of(DRAIN, 10).endMillis()).isEqualTo(1_200);
    assertThat(DrainPlan.of(1_000, 10).endMillis()).isEqualTo(300);
  }

  @Test
  void nobodyHasNothingToWaitFor() {
    assertThat(DrainPlan.of(DRAIN, 0).window()).isZero();
  }
}
