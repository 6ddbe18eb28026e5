package io.presence.gateway.repair;

import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For whom to look again, and at whom. Each viewer waits once, however many reasons there are;
 * bounded by those who are connected here and what they were told. What is tried in vain waits for
 * the next round. Thread-safe.
 */
final class Backlog {
  private final int page;
  private final LinkedHashMap<UserId, Map<UserId, Integer>> ready = new LinkedHashMap<>();
  private final Map<UserId, Map<UserId, Integer>> later = new HashMap<>();

  /**
   * @param page at most so many subjects of one viewer are taken at once
   */
  Backlog(int page) {
    this.page = page;
  }

  /**
   * A viewer and whom to look at.
   *
   * @param attempts for each subject, how often that was tried in vain
   */
  record Work(UserId viewer, Map<UserId, Integer> attempts) {
    List<UserId> subjects() {
      return new ArrayList<>(attempts.keySet());
    }

    int attempts(UserId subject) {
      return attempts.getOrDefault(subject, 0);
    }
  }

  synchronized void add(UserId viewer, UserId subject) {
    ready.computeIfAbsent(viewer, key -> new LinkedHashMap<>()).putIfAbsent(subject, 0);
    notifyAll();
  }

  /** In the next round. */
  synchronized void again(UserId viewer, UserId subject, int attempts) {
    later.computeIfAbsent(viewer, key -> new HashMap<>()).put(subject, attempts);
  }

  /** What waited for it may be taken. */
  synchronized void nextRound() {
    later.forEach((viewer, subjects) ->
        ready.computeIfAbsent(viewer, key -> new LinkedHashMap<>()).putAll(subjects));
    later.clear();
    notifyAll();
  }

  /** Waits for work; those who have waited longest come first. */
  synchronized Work take() throws InterruptedException {
    while (ready.isEmpty()) {
      wait();
    }
    Map.@Nullable Entry<UserId, Map<UserId, Integer>> first = ready.pollFirstEntry();
    if (first == null) {
      throw new IllegalStateException("empty, although it is not");
    }
    Map<UserId, Integer> all = first.getValue();
    Map<UserId, Integer> taken = new LinkedHashMap<>();
    var subjects = all.entrySet().iterator();
    while (subjects.hasNext() && taken.size() < page) {
      var subject = subjects.next();
      taken.put(subject.getKey(), subject.getValue());
      subjects.remove();
    }
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
