package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void aValueIsNamedByItsPrintableBeginning() {
    assertThat(Quoted.of("up")).isEqualTo("\"up\"");
    assertThat(Quoted.of("")).isEqualTo("\"\"");
    assertThat(Quoted.of("a\nb\u202e\ud83d")).isEqualTo("\"a?b??\"");
    assertThat(Quoted.of("😀".repeat(60))).isEqualTo('"' + "😀".repeat(60) + '"');
    assertThat(Quoted.of("😀".repeat(61))).isEqualTo('"' + "😀".repeat(60) + "…\"");
  }
}
