package io.presence.endtoend.oracle;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.Wire;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One connection of one person, and what they asked on it. */
final class Seat {
  final Wire wire;
  final Device device;
  final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /** Of its actor. */
  final Set<String> subscribed = new HashSet<>();

  final Set<String> everSubscribed = ConcurrentHashMap.newKeySet();

  Seat(Wire wire, Device device) {
    this.wire = wire;
    this.device = device;
  }

  /**
   * A question.
   *
   * @param ids whom it was about
   */
  record Asked(long atNanos, List<String> ids) {}

  /** Asks, and waits for the answer. */
  void ask(String event, String data, List<String> ids) {
    String ref = wire.nextRef();
    asked.put(ref, new Asked(System.nanoTime(), ids));
    var answer = wire.ask(event, data, ref);
    if ("error".equals(Json.text(answer, "event"))) {
      throw new AssertionError(event + " " + data + " was answered " + answer);
    }
  }
}
