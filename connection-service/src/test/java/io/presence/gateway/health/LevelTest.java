package io.presence.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LevelTest {
  private static String word(
      long silent, boolean certain, boolean readable, long lag, boolean compared) {
    return Level.of(new Level.Signs(silent, certain, readable, lag, compared), 2_000).word();
  }

  @Test
  void theWorstDecides() {
    assertThat(word(0, true, true, 0, true)).isEqualTo("live");
    assertThat(word(0, true, true, 2_000, true)).isEqualTo("live");
    assertThat(word(0, true, true, 2_001, true)).isEqualTo("delayed");
    assertThat(word(0, true, false, 0, true)).isEqualTo("delayed");
    assertThat(word(0, true, true, 0, false)).isEqualTo("delayed");
    assertThat(word(0, false, false, 9_000, false)).isEqualTo("stale");
    assertThat(word(Level.SHORT_SILENCE_MILLIS + 1, true, true, 0, true)).isEqualTo("stale");
  }

  @Test
  void aShortSilenceOfTheStoreIsNobodysConcern() {
    assertThat(word(Level.SHORT_SILENCE_MILLIS, true, true, 0, true)).isEqualTo("live");
  }
}
