package io.presence.lastseen;

import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of people: the newer of what waits here and what Postgres has. Thread-safe, blocks
 * on Postgres.
 *
 * <p>How old an answer may be: nothing that this instance has read is missing from it. With several
 * instances the change may still wait in another one, for one flush interval and a flush (longer
 * only while Postgres fails). Callers take the newer of this and Redis.
 */
@Singleton
final class Lookup {
  private final Fold pending;
  private final LastSeenTable table;

  Lookup(Fold pending, LastSeenTable table) {
    this.pending = pending;
    this.table = table;
  }

  /** Those who are known, in no order. */
  List<LastSeen> of(Set<UserId> userIds) {
    // First what waits, then the table: what leaves the one in between is already in the other.
    Map<UserId, Kept> known = HashMap.newHashMap(userIds.size());
    for (UserId userId : userIds) {
      pending.of(userId).ifPresent(kept -> known.put(userId, kept));
    }
    for (Kept kept : table.find(userIds)) {
      known.merge(kept.userId(), kept, Kept::and);
    }
    return known.values().stream().map(Kept::toLastSeen).toList();
  }
}
