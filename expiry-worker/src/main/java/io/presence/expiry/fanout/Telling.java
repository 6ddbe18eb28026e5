package io.presence.expiry.fanout;

import io.presence.contracts.Cause;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.PresenceReader.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What viewers are told of one person, and who they are.
 *
 * @param change what made it news
 * @param state what is told, by {@link io.presence.contracts.Visibility}
 * @param version what it goes by at those who were told something else: of the change, or "true as
 *     of"
 * @param anew whether viewers may know it already: whoever was told the same is not told again
 * @param audience as of a moment at which the state was the person's
 */
record Telling(
    PresenceChanged change, PersonState state, long version, boolean anew, AudienceOf audience) {

  /** The change as it was made. */
  static Telling of(PresenceChanged change, AudienceOf audience) {
    return new Telling(change, change.state(), change.version(), false, audience);
  }

  /**
   * How the person stands since, in place of the change: never older than it, also where the
   * store's clock has gone back. Unless the change may have the version of one that nobody could
   * notice.
   */
  static Telling of(PresenceChanged change, Reading reading, AudienceOf audience) {
    long least = change.before() == null ? 0 : change.version();
    return new Telling(change, reading.state(), Math.max(reading.asOf(), least), true, audience);
  }

  UserId subject() {
    return change.userId();
  }

  /** When whoever lapsed had to count as gone, a TTL after they were last heard; else null. */
  @Nullable Long deadline(long ttlMillis) {
    boolean lapsed = change.cause() == Cause.LAPSED && state.status() == Status.OFFLINE;
    return lapsed && !anew ? state.lastSeen() + ttlMillis : null;
  }
}
