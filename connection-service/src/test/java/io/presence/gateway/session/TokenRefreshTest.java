package io.presence.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenRefreshTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private final TokenRefresh refresh = new TokenRefresh(60_000);

  @Test
  void aClientIsAskedAMinuteBeforeTheEnd() {
    assertThat(refresh.reminder(NOW, NOW.plusSeconds(3_600))).isEqualTo(NOW.plusSeconds(3_540));
    assertThat(refresh.reminder(NOW, NOW.plusSeconds(120))).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void withLittleLeftItIsAskedHalfway() {
    assertThat(refresh.reminder(NOW, NOW.plusSeconds(118))).isEqualTo(NOW.plusSeconds(59));
    assertThat(refresh.reminder(NOW, NOW.plusSeconds(4))).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  void aTokenWithoutAnEndNeedsNoOther() {
    assertThat(refresh.reminder(NOW, null)).isNull();
  }

  @Test
  void lessThanASecondIsRefused() {
    assertThatThrownBy(() -> new TokenRefresh(999))
        .hasMessageContaining("PRESENCE_TOKEN_REFRESH_MS");
  }
}
