package io.presence.lastseen;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;

/**
 * What is kept of one person.
 *
 * @param lastSeen epoch milliseconds, the latest of all changes; 0 for never
 * @param status after the newest change
 * @param version of the newest change
 * @param hand what they had set by hand after the newest change
 */
record Kept(UserId userId, long lastSeen, Status status, long version, HandSet hand) {
  static Kept of(PresenceChanged change) {
    return new Kept(
        change.userId(),
        change.state().lastSeen(),
        change.state().status(),
        change.version(),
        change.hand());
  }

  /**
   * Both in one, in whatever order, grouping and number they come: the newer version's status and
   * hand-set, the later last seen. Equal versions are the same change said again.
   */
  Kept and(Kept other) {
    Kept newer = other.version > version ? other : this;
    return new Kept(
        userId, Math.max(lastSeen, other.lastSeen), newer.status, newer.version, newer.hand);
  }

  LastSeen toLastSeen() {
    return new LastSeen(userId, lastSeen, version, hand);
  }
}
