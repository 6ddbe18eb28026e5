package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionTest {
  private static final Etag NOW = Etag.of("a", "b");

  @ParameterizedTest
  @CsvSource({
    // If-Match, If-None-Match, there is one, met
    ", , true, true",
    ", , false, true",
    "now, , true, true",
    "'\"x\", now', , true, true",
    "*, , true, true",
    "*, , false, false",
    "now, , false, false",
    "\"x\", , true, false",
    "W/now, , true, false",
    ", *, false, true",
    ", *, true, false",
    "now, *, true, false",
  })
  void isMetOrNot(
      @Nullable String ifMatch, @Nullable String ifNoneMatch, boolean there, boolean met) {
    var precondition =
        new Precondition(ifMatch == null ? null : ifMatch.replace("now", NOW.text()), ifNoneMatch);
    if (met) {
      assertThatCode(() -> precondition.require("it", there ? NOW : null))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> precondition.require("it", there ? NOW : null))
          .hasMessageStartingWith("it ");
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefused() {
    assertThatThrownBy(() -> new Precondition(null, "\"x\"").require("it", null))
        .hasMessageContaining("If-None-Match");
  }

  @Test
  void tagsTellContentsApart() {
    assertThat(Etag.of("a", "b")).isEqualTo(NOW);
    assertThat(Etag.of("ab", "")).isNotEqualTo(NOW);
    assertThat(Etag.of("a", null)).isNotEqualTo(Etag.of("a", ""));
    assertThat(NOW.text()).matches("\"[A-Za-z0-9_-]{20}\"");
  }
}
