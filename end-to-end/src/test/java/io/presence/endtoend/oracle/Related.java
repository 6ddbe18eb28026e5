package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody in a list of relations. */
record Related(String user, @Nullable String name) {

  /** Everybody in an answer: what says since when, and how somebody is, is no relation. */
  static List<Related> in(JsonNode tree) {
    List<Related> related = new ArrayList<>();
    JsonNode items = tree.get("items");
    if (items != null) {
      for (JsonNode item : items.values()) {
        if (Json.text(item, "since") != null) {
          related.add(
              new Related(String.valueOf(Json.text(item, "user_id")), Json.text(item, "name")));
        }
      }
    }
    return related;
  }
}
