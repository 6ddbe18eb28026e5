package io.presence.endtoend.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one socket was told of one subject, frame by frame, and what a client makes of it. */
record Picture(Wire wire, String subject) {

  /** Everything said of the subject, in the order in which it came. */
  List<JsonNode> told() {
    List<JsonNode> told = new ArrayList<>();
    for (Wire.Frame frame : wire.frames()) {
      if (frame.text().contains(subject)) {
        Json.views(Json.read(frame.text())).stream()
            .filter(view -> subject.equals(Json.text(view, "user_id")))
            .forEach(told::add);
      }
    }
    return told;
  }

  /** What a client shows, which keeps what is newest; null before anything was said. */
  @Nullable JsonNode newest() {
    JsonNode newest = null;
    for (JsonNode view : told()) {
      if (newest == null || version(view) > version(newest)) {
        newest = view;
      }
    }
    return newest;
  }

  @Nullable String message() {
    JsonNode newest = newest();
    return newest == null ? null : Json.text(newest, "custom_message");
  }

  @Nullable String status() {
    JsonNode newest = newest();
    return newest == null ? null : Json.text(newest, "status");
  }

  boolean live() {
    JsonNode newest = newest();
    return newest != null && Objects.requireNonNull(newest.get("live")).getBooleanValue();
  }

  void assertVersionsGrow() {
    List<Long> versions = told().stream().map(Picture::version).toList();
    for (int i = 1; i < versions.size(); i++) {
      assertThat(versions.get(i)).as(versions.toString()).isGreaterThan(versions.get(i - 1));
    }
  }

  private static long version(JsonNode view) {
    return Objects.requireNonNull(view.get("version")).getLongValue();
  }
}
