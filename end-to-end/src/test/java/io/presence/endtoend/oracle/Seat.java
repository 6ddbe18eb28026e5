package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One connection of one person, and what they asked on it. */
final class Seat {
  final Wire wire;
  final Device device;
  final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /** Of its actor. */
  final Set<String> subscribed = new HashSet<>();

  final Set<String> everSubscribed = ConcurrentHashMap.newKeySet();

  /** Of its actor: rooms whose subscription has not ended, and not been ended by leaving. */
  final Set<Room> rooms = new HashSet<>();

  final Set<Room> everRooms = ConcurrentHashMap.newKeySet();

  Seat(Wire wire, Device device) {
    this.wire = wire;
    this.device = device;
  }

  /**
   * A question.
   *
   * @param ids whom it was about; null when it was about a room
   */
  record Asked(long atNanos, @Nullable List<String> ids, Reasons reasons) {}

  /** Asks, and waits for the answer, which must be no error. */
  void ask(String event, String data, List<String> ids) {
    JsonNode answer = ask(event, data, ids, Reasons.NONE);
    if ("error".equals(Json.text(answer, "event"))) {
      throw new AssertionError(event + " " + data + " was answered " + answer);
    }
  }

  /**
   * Asks about a room, and waits for the answer.
   *
   * @return false when the room is none for this person, or nobody can say just now
   */
  boolean askRoom(String event, Room room) {
    String data = "{\"room_id\":\"" + room + "\"}";
    JsonNode answer = ask(event, data, null, Reasons.room(room));
    JsonNode said = answer.get("data");
    boolean error = "error".equals(Json.text(answer, "event"));
    String code = said == null ? null : Json.text(said, "code");
    if (error && !"forbidden".equals(code) && !"unavailable".equals(code)) {
      throw new AssertionError(event + " " + data + " was answered " + answer);
    }
    return !error;
  }

  private JsonNode ask(String event, String data, @Nullable List<String> ids, Reasons reasons) {
    String ref = wire.nextRef();
    asked.put(ref, new Asked(System.nanoTime(), ids, reasons));
    return wire.ask(event, data, ref);
  }

  /** Everything that came. */
  List<Heard> heard() {
    Reasons pushed =
        new Reasons(false, !device.subscriptionsOnly, everSubscribed, List.copyOf(everRooms));
    List<Heard> all = new ArrayList<>();
    boolean snapshot = true;
    for (Wire.Frame frame : wire.frames()) {
      JsonNode tree = Json.read(frame.text());
      String channel = "socket " + device;
      String ref = Json.text(tree, "ref");
      Asked question = ref == null ? null : asked.get(ref);
      if (question != null) {
        all.add(
            new Heard(
                channel,
                question.atNanos(),
                frame.atNanos(),
                question.ids(),
                question.reasons(),
                frame.text()));
      } else if (snapshot && "presence_info".equals(Json.text(tree, "event"))) {
        all.add(
            new Heard(
                channel + " snapshot",
                wire.openingNanos(),
                frame.atNanos(),
                null,
                Reasons.CONTACTS,
                frame.text()));
        snapshot = tree.get("last") == null;
      } else {
        all.add(new Heard(channel, Heard.UNASKED, frame.atNanos(), null, pushed, frame.text()));
      }
    }
    return all;
  }
}
