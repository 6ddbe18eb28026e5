package io.presence.expiry.rooms;

import io.presence.contracts.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells people who changed since they were last looked at from those who were looked at already:
 * each look reads a little of the past again, since the store's clock may be put back a little.
 * Pure, confined to one thread.
 */
final class Noted {
  private static final long OVERLAP_MILLIS = 1_000;

  private final Map<UserId, Long> known = new HashMap<>();
  private long since;

  /** From when on to read. */
  long since() {
    return since;
  }

  /** Whatever was before is of no interest. */
  void restart(long now) {
    known.clear();
    since = now - OVERLAP_MILLIS;
  }

  /**
   * @param now the store's time before it was read; of somebody who changed in this very
   *     millisecond a second change cannot be told from the first, so they count as changed the
   *     next time, too
   * @param changed who, and when
   */
  Set<UserId> fresh(long now, Map<UserId, Long> changed) {
    Set<UserId> fresh = new HashSet<>();
    changed.forEach((user, at) -> {
      if (!at.equals(known.get(user))) {
        fresh.add(user);
        if (at < now) {
          known.put(user, at);
        }
      }
    });
    since = now - OVERLAP_MILLIS;
    known.values().removeIf(at -> at < since);
    return fresh;
  }
}
