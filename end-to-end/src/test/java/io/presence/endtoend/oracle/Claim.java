package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one view says of its subject. */
record Claim(
    String subject,
    String status,
    @Nullable String lastSeen,
    @Nullable String about,
    @Nullable String message,
    List<String> types,
    long version,
    boolean live) {
  /** About when everybody was last seen who was so in the time that a play takes. */
  static final String LATELY = "recently";

  static Claim of(JsonNode view) {
    List<String> types = new ArrayList<>();
    JsonNode given = view.get("device_types");
    if (given != null) {
      given.values().forEach(type -> types.add(type.getStringValue()));
    }
    JsonNode version = view.get("version");
    JsonNode live = view.get("live");
    return new Claim(
        String.valueOf(Json.text(view, "user_id")),
        String.valueOf(Json.text(view, "status")),
        Json.text(view, "last_seen"),
        Json.text(view, "last_seen_approx"),
        Json.text(view, "custom_message"),
        types,
        version == null ? 0 : version.getLongValue(),
        live != null && live.getBooleanValue());
  }

  boolean isOffline() {
    return status.equals("offline");
  }

  /** What anybody may be told of anybody. */
  boolean saysNothing() {
    return isOffline() && lastSeen == null && about == null && message == null && types.isEmpty();
  }

  /** Whether somebody who was told the one learns nothing by the other, but that it was sent. */
  boolean saysTheSame(Claim other) {
    return gist().equals(other.gist())
        && java.util.Objects.equals(lastSeen, other.lastSeen)
        && live == other.live;
  }

  /** Without version and times: what two pictures must agree on. */
  String gist() {
    return "%s, %s, %s, last seen %s"
        .formatted(
            status,
            message == null ? "no message" : message,
            types,
            lastSeen != null ? "told" : about != null ? about : "hidden");
  }
}
