package io.presence.gateway.lookup;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Me;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.Inspection;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What people are told of themselves without a session. Blocks. */
@Singleton
public final class OwnStatus {
  private final PresenceReader reader;
  private final LastSeenLookup lastSeen;

  OwnStatus(PresenceStore store, LastSeenLookup lastSeen) {
    this.reader = store.reader();
    this.lastSeen = lastSeen;
  }

  /**
   * A person's own status.
   *
   * @param version of the change that made it so; 0 when the store knows of none
   */
  public record Own(Me me, long version) {}

  /**
   * @throws LookupUnavailableException when it cannot be had
   */
  public Own of(UserId user) throws LookupUnavailableException {
    Inspection stored;
    try {
      stored = reader.inspect(user);
    } catch (StoreUnavailableException e) {
      throw new LookupUnavailableException("presence cannot be read right now", e);
    }
    if (stored.known()) {
      return new Own(Me.of(stored.status(), stored.hand().at(stored.now())), stored.version());
    }
    Map<UserId, LastSeen> kept = lastSeen.fresh(List.of(user));
    if (kept == null) {
      throw new LookupUnavailableException(
          "what you have set cannot be read right now",
          new IllegalStateException("last-seen-persister does not answer"));
    }
    LastSeen row = kept.get(user);
    HandSet hand = row == null ? HandSet.NOTHING : row.hand().at(stored.now());
    // As the store stands somebody whom it learns of: offline, unless that is no accident.
    Status status = hand.status() == Status.INVISIBLE ? Status.INVISIBLE : Status.OFFLINE;
    return new Own(Me.of(status, hand), row == null ? 0 : row.version());
  }
}
