package io.presence.gateway.channel;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * How many frames one client may send. Not thread-safe: lives on the channel's event loop.
 *
 * <p>A refused frame is a hint to slow down; a whole burst of refused frames without one second's
 * pause between any two is no mistake.
 */
final class FrameRate {
  private static final long PARDON_NANOS = Duration.ofSeconds(1).toNanos();

  private final Bucket bucket;
  private final TimeMeter time;
  private final int patience;
  private int refused;
  private long refusedAt;

  FrameRate(ChannelLimits limits, TimeMeter time) {
    this.time = time;
    patience = limits.framesBurst();
    bucket =
        Bucket.builder()
            .withCustomTimePrecision(time)
            .addLimit(limit ->
                limit
                    .capacity(limits.framesBurst())
                    .refillGreedy(limits.framesPerSecond(), Duration.ofSeconds(1)))
            .build();
  }

  /** What to do with a frame. */
  enum Verdict {
    ADMITTED,
    REFUSED,
    /** It does not stop: close. */
    ENOUGH
  }

  Verdict frame() {
    if (bucket.tryConsume(1)) {
      return Verdict.ADMITTED;
    }
    long now = time.currentTimeNanos();
    refused = now - refusedAt > PARDON_NANOS ? 1 : refused + 1;
    refusedAt = now;
    return refused > patience ? Verdict.ENOUGH : Verdict.REFUSED;
  }

  /** When the next frame would be admitted; at least 1. */
  long retryAfterMillis() {
    long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return Math.max(1, Duration.ofNanos(nanos).toMillis() + 1);
  }
}
