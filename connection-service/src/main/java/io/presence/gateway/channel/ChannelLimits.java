package io.presence.gateway.channel;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What one socket or stream may cost.
 *
 * @param maxFrameBytes {@code PRESENCE_MAX_FRAME_BYTES}: a larger frame or message is closed with
 *     4413. As it is, 500 of the longest ids fit into one frame
 * @param maxPendingBytes {@code PRESENCE_MAX_PENDING_BYTES}: waiting for the client's socket or
 *     stream to take them, only the latest of each subject; more is closed with 4430
 * @param maxPendingFrames {@code PRESENCE_MAX_PENDING_FRAMES}: the same in frames
 * @param maxBehindMs {@code PRESENCE_MAX_BEHIND_MS}: a socket or stream for which something waits
 *     all this time is closed with 4430
 * @param framesPerSecond {@code PRESENCE_FRAMES_PER_SECOND}: a client's frames, of any kind
 * @param framesBurst {@code PRESENCE_FRAMES_BURST}: that it may send at once after a pause; as many
 *     refused without a pause close with 4429
 * @param maxWaitingFrames {@code PRESENCE_MAX_WAITING_FRAMES}: of a client's frames that wait for
 *     their answers, one after the other; further ones, or more bytes than two of the largest have,
 *     are refused with {@code rate_limited}
 * @param maxRefusals {@code PRESENCE_MAX_REFUSALS}: frames refused by limits of user, device or
 *     address, without a pause of 2 s between any two; one more closes with 4429
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
    @Bindable(defaultValue = "32") int maxWaitingFrames,
    @Bindable(defaultValue = "100") int maxRefusals,
    @Bindable(defaultValue = "50000") int maxConnections) {

  /** Each costs memory beside its bytes, for as long as it waits. */
  private static final int MOST_WAITING = 10_000;

  /** Of the largest frames: one is answered before the next, so more need not be at hand. */
  private static final int LARGEST_WAITING = 2;

  public ChannelLimits {
    atLeast("PRESENCE_MAX_FRAME_BYTES", maxFrameBytes, 1_024);
    atLeast("PRESENCE_MAX_PENDING_BYTES", maxPendingBytes, 65_536);
    atLeast("PRESENCE_MAX_PENDING_FRAMES", maxPendingFrames, 10);
    atLeast("PRESENCE_MAX_BEHIND_MS", maxBehindMs, 100);
    atLeast("PRESENCE_FRAMES_PER_SECOND", framesPerSecond, 1);
    atLeast("PRESENCE_FRAMES_BURST", framesBurst, framesPerSecond);
    if (maxWaitingFrames < 1 || maxWaitingFrames > MOST_WAITING) {
      throw new IllegalArgumentException(
          "PRESENCE_MAX_WAITING_FRAMES must be 1 to %d, got %d"
              .formatted(MOST_WAITING, maxWaitingFrames));
    }
    atLeast("PRESENCE_MAX_REFUSALS", maxRefusals, 1);
    atLeast("PRESENCE_MAX_CONNECTIONS", maxConnections, 1);
  }

  /** That the frames which wait for their answers may have together. */
  public int maxWaitingBytes() {
    return (int) Math.min((long) LARGEST_WAITING * maxFrameBytes, Integer.MAX_VALUE / 2);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, got %d".formatted(name, least, value));
    }
  }
}
