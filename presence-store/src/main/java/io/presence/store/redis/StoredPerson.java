package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PersonState;
import io.presence.contracts.Status;
import io.presence.contracts.VisibleStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A person's hash as {@code person.lua} writes it, for reading only: how they stand, as last
 * decided.
 *
 * @param fields of the hash, never empty
 */
record StoredPerson(Map<String, String> fields) {
  private static final String SESSION = "s:";
  private static final String SIGNED_OFF = "off:";

  /** Whether anybody could see them. */
  boolean visible() {
    return status().visible() != VisibleStatus.OFFLINE;
  }

  /** Ids of the sessions that count: all but those of signed-off devices. */
  List<String> countingSessions(ScriptJson json) {
    List<String> sessions = new ArrayList<>(2);
    fields.forEach((name, value) -> {
      if (name.startsWith(SESSION)
          && !fields.containsKey(SIGNED_OFF + json.read(value, Device.class).d())) {
        sessions.add(name.substring(SESSION.length()));
      }
    });
    return sessions;
  }

  /**
   * @param heard the newest time that a counting session was heard, epoch milliseconds; 0 for those
   *     whom nobody could see
   */
  PersonState state(long heard) {
    String types = fields.getOrDefault("types", "");
    return new PersonState(
        status(),
        fields.get("msg"),
        types.isEmpty() ? List.of() : Stream.of(types.split(",")).map(DeviceType::ofWord).toList(),
        Math.max(heard, Long.parseLong(fields.getOrDefault("ls", "0"))));
  }

  /** Of their last change. */
  long version() {
    return Long.parseLong(fields.getOrDefault("v", "0"));
  }

  private Status status() {
    return Status.ofWord(fields.getOrDefault("st", "offline"));
  }

  /** What matters here of a session's field. */
  @Serdeable
  record Device(String d) {}
}
