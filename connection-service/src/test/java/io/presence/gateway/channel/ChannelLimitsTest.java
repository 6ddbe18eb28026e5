package io.presence.gateway.channel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What cannot be meant is found at the start, by its name. */
class ChannelLimitsTest {
  @Test
  void nobodyWaitsForNothing() {
    assertThatThrownBy(() -> with(0, 1))
        .hasMessage("PRESENCE_MAX_WAITING_FRAMES must be 1 to 10000, got 0");
    assertThatThrownBy(() -> with(10_001, 1))
        .hasMessage("PRESENCE_MAX_WAITING_FRAMES must be 1 to 10000, got 10001");
    assertThatThrownBy(() -> with(1, 0))
        .hasMessage("PRESENCE_MAX_REFUSALS must be at least 1, got 0");
  }

  private static ChannelLimits with(int maxWaitingFrames, int maxRefusals) {
    return new ChannelLimits(
        16_384, 1_048_576, 5_000, 10_000, 50, 100, maxWaitingFrames, maxRefusals, 50_000);
  }
}
