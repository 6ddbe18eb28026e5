package io.presence.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
  private final Circuit circuit = new Circuit();

  @Test
  void whoHasNotAnsweredIsAskedAgainAfterAPauseByOneAtATime() {
    assertThat(circuit.mayAsk(0)).isTrue();
    assertThat(circuit.failed(0, 0.999)).isTrue();
    assertThat(circuit.mayAsk(100)).isFalse();
    assertThat(circuit.mayAsk(Circuit.FIRST_PAUSE_MILLIS)).isTrue();
    assertThat(circuit.mayAsk(Circuit.FIRST_PAUSE_MILLIS)).isFalse();
    assertThat(circuit.answered()).isTrue();
    assertThat(circuit.mayAsk(Circuit.FIRST_PAUSE_MILLIS)).isTrue();
    assertThat(circuit.answered()).isFalse();
  }

  @Test
  void pausesGrowToABoundAndDiffer() {
    long now = 0;
    for (int i = 0; i < 20; i++) {
      circuit.failed(now, 0);
    }
    assertThat(circuit.mayAsk(now + Circuit.LONGEST_PAUSE_MILLIS / 2 - 1)).isFalse();
    assertThat(circuit.mayAsk(now + Circuit.LONGEST_PAUSE_MILLIS / 2)).isTrue();
  }

  @Test
  void whoAsksAndNeverTellsDoesNotKeepOthersFromAskingForever() {
    circuit.failed(0, 0);
    assertThat(circuit.mayAsk(1_000)).isTrue();
    assertThat(circuit.mayAsk(1_000 + Circuit.LONGEST_PAUSE_MILLIS - 1)).isFalse();
    assertThat(circuit.mayAsk(1_000 + Circuit.LONGEST_PAUSE_MILLIS)).isTrue();
  }
}
