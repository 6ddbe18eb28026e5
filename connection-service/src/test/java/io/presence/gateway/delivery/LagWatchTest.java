package io.presence.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LagWatchTest {
  @Test
  void howMuchIsAllowedIsCheckedAtStart() {
    for (long wrong : new long[] {99, 60_001}) {
      assertThatThrownBy(() -> new LagSettings(wrong))
          .hasMessage("PRESENCE_DELIVERY_MAX_LAG_MS must be 100 to 60000, got %d", wrong);
    }
  }

  private final LagWatch<String> lag = new LagWatch<>(0);

  @Test
  void whoReadsWhatStoodAtTheEndIsNotBehindHoweverMuchHasComeSince() {
    assertThat(lag.look(Map.of("p", 0L), Map.of("p", 100L), 1_000)).isZero();
    assertThat(lag.look(Map.of("p", 100L), Map.of("p", 900L), 2_000)).isZero();
    assertThat(lag.look(Map.of("p", 900L), Map.of("p", 2_000L), 3_000)).isZero();
  }

  @Test
  void whatStoodAtTheEndAndIsNotReadIsAsOldAsThatLook() {
    lag.look(Map.of("p", 0L, "q", 0L), Map.of("p", 100L, "q", 5L), 1_000);
    assertThat(lag.look(Map.of("p", 99L, "q", 5L), Map.of("p", 200L, "q", 5L), 3_000))
        .isEqualTo(2_000);
    assertThat(lag.look(Map.of("p", 150L, "q", 5L), Map.of("p", 300L, "q", 5L), 4_000)).isZero();
    assertThat(lag.look(Map.of("p", 299L, "q", 5L), Map.of("p", 300L, "q", 5L), 4_500))
        .isEqualTo(500);
  }

  @Test
  void aReaderThatHasSkippedBeginsAnew() {
    lag.look(Map.of("p", 0L), Map.of("p", 100L), 1_000);
    lag.begin(Map.of(), 9_000);
    assertThat(lag.look(Map.of("p", 100L), Map.of("p", 150L), 10_000)).isZero();
  }
}
