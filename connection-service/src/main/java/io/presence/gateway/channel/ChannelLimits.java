package io.presence.gateway.channel;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What one socket may cost.
 *
 * @param maxFrameBytes {@code PRESENCE_MAX_FRAME_BYTES}: a larger frame or message is closed with
 *     4413. As it is, 500 of the longest ids fit into one frame
 * @param maxPendingBytes {@code PRESENCE_MAX_PENDING_BYTES}: waiting for the client's socket to
 *     take them, only the latest of each subject; more is closed with 4430
 * @param maxPendingFrames {@code PRESENCE_MAX_PENDING_FRAMES}: the same in frames
 * @param maxBehindMs {@code PRESENCE_MAX_BEHIND_MS}: a socket for which something waits all this
 *     time is closed with 4430
 * @param framesPerSecond {@code PRESENCE_FRAMES_PER_SECOND}: a client's frames, of any kind
 * @param framesBurst {@code PRESENCE_FRAMES_BURST}: that it may send at once after a pause; as many
 *     refused without a pause close with 4429
 * @param maxConnections {@code PRESENCE_MAX_CONNECTIONS}: sockets of one gateway; further upgrades
 *     are refused with 503
 */
@ConfigurationProperties("presence")
public record ChannelLimits(
    @Bindable(defaultValue = "73728") int maxFrameBytes,
    @Bindable(defaultValue = "1048576") int maxPendingBytes,
    @Bindable(defaultValue = "5000") int maxPendingFrames,
    @Bindable(defaultValue = "10000") int maxBehindMs,
    @Bindable(defaultValue = "50") int framesPerSecond,
    @Bindable(defaultValue = "100") int framesBurst,
    @Bindable(defaultValue = "50000") int maxConnections) {

  public ChannelLimits {
    atLeast("PRESENCE_MAX_FRAME_BYTES", maxFrameBytes, 1_024);
    atLeast("PRESENCE_MAX_PENDING_BYTES", maxPendingBytes, 65_536);
    atLeast("PRESENCE_MAX_PENDING_FRAMES", maxPendingFrames, 10);
    atLeast("PRESENCE_MAX_BEHIND_MS", maxBehindMs, 100);
    atLeast("PRESENCE_FRAMES_PER_SECOND", framesPerSecond, 1);
    atLeast("PRESENCE_FRAMES_BURST", framesBurst, framesPerSecond);
    atLeast("PRESENCE_MAX_CONNECTIONS", maxConnections, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(name, least, value));
    }
  }
}
