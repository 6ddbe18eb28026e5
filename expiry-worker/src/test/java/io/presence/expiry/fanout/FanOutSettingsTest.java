package io.presence.expiry.fanout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be meant is found at the start, by its name. */
class FanOutSettingsTest {
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 100_000_001})
  void aCacheOfNoneOrOfMoreThanThereIsMemoryIsRefused(long viewers) {
    assertThatThrownBy(() -> new FanOutSettings(4, viewers, 32, 5_000, "expiry-worker"))
        .hasMessage("presence.fanout.audience-cache-viewers must be 1-100000000, got %d", viewers);
  }
}
