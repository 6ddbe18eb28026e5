package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitTest {
  @Test
  void namesWhoIsWaitedForAndHowLong() {
    assertThat(Wait.text(List.of("kafka", "postgres"), 3)).isEqualTo("  … kafka, postgres: 3 s");
  }

  @Test
  void neverBreaksTheLineOfATerminal() {
    int fits = Wait.MAX_WIDTH - "  … ".length() - ": 3 s".length();
    assertThat(Wait.text(List.of("x".repeat(fits)), 3)).hasSize(Wait.MAX_WIDTH).endsWith("x: 3 s");
    assertThat(Wait.text(List.of("x".repeat(fits + 1)), 3))
        .hasSize(Wait.MAX_WIDTH)
        .endsWith("x…: 3 s");
    assertThat(Wait.text(Collections.nCopies(9, "a-long-name"), 1234)).hasSize(Wait.MAX_WIDTH);
  }
}
