package io.presence.lastseen;

import io.presence.contracts.Cause;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.List;
import java.util.UUID;

/** Changes and people for tests. */
final class Changes {
  private Changes() {}

  /** Somebody whom no other test knows. */
  static UserId someone() {
    return new UserId("u-" + UUID.randomUUID());
  }

  static Kept kept(UserId userId, long version, long lastSeen, Status status, HandSet hand) {
    return new Kept(userId, lastSeen, status, version, hand);
  }

  static Kept online(UserId userId, long version, long lastSeen) {
    return kept(userId, version, lastSeen, Status.ONLINE, HandSet.NOTHING);
  }

  static HandSet busy(String message) {
    return new HandSet(Status.BUSY, 1_800_000_000_123L, message);
  }

  /** The record that says it. */
  static PresenceChanged change(Kept kept) {
    return new PresenceChanged(
        kept.userId(),
        kept.version(),
        kept.version(),
        Cause.STATUS_SET,
        new PersonState(kept.status(), kept.hand().customMessage(), List.of(), kept.lastSeen()),
        null,
        kept.hand(),
        null,
        null);
  }
}
