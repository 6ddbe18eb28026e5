package io.presence.gateway.graph;

import io.presence.contracts.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Viewers who must look again, each once, in the order of their first reason. Bounded by the
 * viewers who are connected here. Thread-safe.
 */
final class Pending {
  private final LinkedHashMap<UserId, Scope> waiting = new LinkedHashMap<>();

  /** Adds a reason; several become one. */
  synchronized void add(UserId viewer, Scope scope) {
    waiting.merge(viewer, scope, Scope::and);
    notifyAll();
  }

  /** Waits for the next viewer. */
  synchronized Map.Entry<UserId, Scope> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    Map.@Nullable Entry<UserId, Scope> first = waiting.pollFirstEntry();
    if (first == null) {
      throw new IllegalStateException("empty, although it is not");
    }
    return first;
  }

  synchronized int size() {
    return waiting.size();
  }
}
