package io.presence.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsAreKnownTest {
  @Test
  void aMisspeltSettingIsNamedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> SettingsAreKnown.require(Set.of("PATH", "PRESENCE_TTL_MILLIS")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("PRESENCE_TTL_MILLIS", "PRESENCE_TTL_MS");
  }

  @Test
  void settingsOfAnyServiceAndOtherProgramsPass() {
    assertThatCode(() ->
            SettingsAreKnown.require(
                Set.of(
                    "PATH", "PRESENCE_TTL_MS", "PRESENCE_LAST_SEEN_FLUSH_ROWS", "PRESENCE_HOME")))
        .doesNotThrowAnyException();
  }
}
