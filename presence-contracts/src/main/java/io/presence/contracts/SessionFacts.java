package io.presence.contracts;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * A person's sessions as of a {@link PresenceChanged}: internal truth, also of somebody invisible.
 *
 * <p>A session here is a stretch of time in which it counts: from its beginning, or from when its
 * device was signed on again, until it ends or its device is signed off. So {@code session_id} with
 * {@code from} names it. Lists that are empty are left out of the record.
 *
 * @param open all that count after the change, in the order of their ids; at most
 *     PRESENCE_MAX_SESSIONS
 * @param ended those that the change ended; in a {@link Cause#REPUBLISHED} record the last 20 of
 *     the last hour, since it stands for changes that were perhaps never read
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record SessionFacts(List<Open> open, List<Ended> ended) {
  public SessionFacts {
    open = List.copyOf(open);
    ended = List.copyOf(ended);
  }

  /**
   * A session that counts.
   *
   * @param from epoch milliseconds of the subject's Redis node
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Open(SessionId sessionId, DeviceType deviceType, long from) {}

  /**
   * A session that counts no longer.
   *
   * @param from as it was said of the open session
   * @param until when it was last heard, or said goodbye, was signed off, evicted or expelled; not
   *     before {@code from}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Ended(
      SessionId sessionId, DeviceType deviceType, long from, long until, SessionEnd how) {}
}
