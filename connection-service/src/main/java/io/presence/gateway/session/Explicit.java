package io.presence.gateway.session;

import io.presence.contracts.UserId;
import io.presence.gateway.lookup.Seen.Reach;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom one session watches explicitly, and why; and how they would reach it otherwise, for when
 * that ends. Not thread-safe: guarded by its session. Bounded by {@link Told#MAX_SUBSCRIPTIONS} and
 * by the members of its rooms.
 */
final class Explicit {
  private final Map<WatchReason, Set<UserId>> byReason = new HashMap<>(2);
  private final Map<UserId, Reach> reaches = new HashMap<>();

  boolean contains(UserId subject) {
    for (Set<UserId> subjects : byReason.values()) {
      if (subjects.contains(subject)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @return those who were not watched for this reason; null, and nothing happens, when it would be
   *     too many
   */
  @Nullable Set<UserId> add(WatchReason reason, Collection<UserId> subjects) {
    Set<UserId> before = byReason.getOrDefault(reason, Set.of());
    Set<UserId> added = new HashSet<>(subjects);
    added.removeAll(before);
    if (reason.equals(WatchReason.SUBSCRIBED)
        && before.size() + added.size() > Told.MAX_SUBSCRIPTIONS) {
      return null;
    }
    if (!added.isEmpty()) {
      byReason.computeIfAbsent(reason, key -> new HashSet<>()).addAll(added);
    }
    return added;
  }

  /** Says whether nobody watches the subject for any reason from here on. */
  boolean remove(WatchReason reason, UserId subject) {
    Set<UserId> subjects = byReason.get(reason);
    if (subjects == null || !subjects.remove(subject)) {
      return false;
    }
    if (subjects.isEmpty()) {
      byReason.remove(reason);
    }
    return !contains(subject);
  }

  /** How the subject would reach the session if it did not watch them. */
  void reach(UserId subject, Reach reach) {
    if (contains(subject)) {
      reaches.put(subject, reach);
    }
  }

  /** The same, unless something is known already. */
  void reachIfUnknown(UserId subject, Reach reach) {
    reaches.putIfAbsent(subject, reach);
  }

  /** What was last said by {@link #reach}, for the last time. */
  Reach takeReach(UserId subject) {
    Reach reach = reaches.remove(subject);
    return reach == null ? Reach.STRANGER : reach;
  }

  Set<UserId> all() {
    Set<UserId> all = new HashSet<>();
    byReason.values().forEach(all::addAll);
    return all;
  }
}
