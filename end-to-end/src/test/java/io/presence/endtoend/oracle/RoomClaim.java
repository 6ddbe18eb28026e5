package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one count says of its room. */
record RoomClaim(String room, int online, int away, int busy, int members, List<Named> sample) {

  /** One of the sample. */
  record Named(String user, @Nullable String name) {}

  /** Every count in the tree: a frame or an answer has at most one. */
  static List<RoomClaim> in(JsonNode tree) {
    JsonNode data = tree.get("data");
    JsonNode counts = data == null ? tree : data;
    if (!counts.isObject() || counts.get("room_id") == null || counts.get("members") == null) {
      return List.of();
    }
    List<Named> sample = new ArrayList<>();
    JsonNode given = counts.get("sample");
    if (given != null) {
      given
          .values()
          .forEach(member ->
              sample.add(
                  new Named(
                      String.valueOf(Json.text(member, "user_id")), Json.text(member, "name"))));
    }
    return List.of(
        new RoomClaim(
            String.valueOf(Json.text(counts, "room_id")),
            number(counts, "online"),
            number(counts, "away"),
            number(counts, "busy"),
            number(counts, "members"),
            sample));
  }

  private static int number(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null ? -1 : value.getIntValue();
  }

  Set<String> sampled() {
    Set<String> users = new TreeSet<>();
    sample.forEach(member -> users.add(member.user()));
    return users;
  }

  String counts() {
    return "%d online, %d away, %d busy of %d".formatted(online, away, busy, members);
  }
}
