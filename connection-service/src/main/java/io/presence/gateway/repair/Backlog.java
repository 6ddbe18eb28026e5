package io.presence.gateway.repair;

import io.presence.contracts.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom to look again, and at whom. Each viewer waits once, however many reasons there are;
 * bounded by those who are connected here and what they were told. What is tried in vain waits for
 * the next round. Thread-safe.
 */
final class Backlog {
  private final int page;
  private final LinkedHashMap<UserId, Set<UserId>> ready = new LinkedHashMap<>();
  private final Map<UserId, Set<UserId>> later = new HashMap<>();

  /**
   * @param page at most so many subjects of one viewer are taken at once
   */
  Backlog(int page) {
    this.page = page;
  }

  /** A viewer and whom to look at, in the order in which they came. */
  record Work(UserId viewer, List<UserId> subjects) {}

  synchronized void add(UserId viewer, UserId subject) {
    ready.computeIfAbsent(viewer, key -> new LinkedHashSet<>()).add(subject);
    notifyAll();
  }

  /** In the next round. */
  synchronized void again(UserId viewer, UserId subject) {
    later.computeIfAbsent(viewer, key -> new HashSet<>()).add(subject);
  }

  /** What waited for it may be taken. */
  synchronized void nextRound() {
    later.forEach((viewer, subjects) ->
        ready.computeIfAbsent(viewer, key -> new LinkedHashSet<>()).addAll(subjects));
    later.clear();
    notifyAll();
  }

  /** Waits for work; those who have waited longest come first. */
  synchronized Work take() throws InterruptedException {
    while (ready.isEmpty()) {
      wait();
    }
    Map.@Nullable Entry<UserId, Set<UserId>> first = ready.pollFirstEntry();
    if (first == null) {
      throw new IllegalStateException("empty, although it is not");
    }
    Set<UserId> all = first.getValue();
    List<UserId> taken = all.stream().limit(page).toList();
    taken.forEach(all::remove);
    if (!all.isEmpty()) {
      ready.put(first.getKey(), all);
    }
    return new Work(first.getKey(), taken);
  }

  /** Viewers who wait. */
  synchronized int size() {
    return ready.size() + later.size();
  }
}
