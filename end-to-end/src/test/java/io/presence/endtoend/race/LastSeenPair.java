package io.presence.endtoend.race;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A subject who goes offline right after they have hidden when they were last seen, and a contact
 * who watches them on one gateway and asks on the other.
 */
final class LastSeenPair implements AutoCloseable {
  private final Rest rest;
  private final URI graph;
  private final URI lookups;
  private final String subject;
  private final String subjectToken;
  private final String viewerToken;
  private final Wire acting;
  private final Wire watching;
  private final List<String> leaks = new ArrayList<>();

  LastSeenPair(LiveStack stack, Rest rest, String name, int number) {
    this.rest = rest;
    graph = stack.friendGraph();
    lookups = stack.gateway(number);
    subject = name + number + ".leaver";
    String viewer = name + number + ".onlooker";
    subjectToken = stack.token(subject);
    viewerToken = stack.token(viewer);
    rest.befriend(stack, subject + " " + viewer + "\n");
    acting = Wire.join(stack.gateway(number), subjectToken, "device_id=a");
    watching = Wire.join(stack.gateway(number + 1), viewerToken, "device_id=b");
  }

  void round(int number) {
    String back = "round-" + number + "-";
    set("online", back);
    watching.awaitText(back);
    privacy("nobody");
    int heard = watching.frames().size();
    acting.ask("update_status", "{\"status\":\"offline\"}");
    String path = "/v1/presence?user_ids=" + subject;
    judge(number, rest.get(lookups, path, viewerToken).ok().body());
    String over = "over-" + number + "-";
    set("online", over);
    watching.awaitText(over);
    watching.frames().stream().skip(heard).forEach(frame -> judge(number, frame.text()));
    privacy("contacts");
  }

  /** From the return of the call that hid it no view has it, of a change before or after. */
  private void judge(int number, String text) {
    for (JsonNode view : Json.views(Json.read(text))) {
      JsonNode status = view.get("status");
      boolean offline = status != null && "offline".equals(status.getStringValue());
      if (offline
          && subject.equals(Json.text(view, "user_id"))
          && Json.text(view, "last_seen") != null) {
        leaks.add("%s, round %d: %s".formatted(subject, number, text));
      }
    }
  }

  private void set(String status, String message) {
    acting.ask(
        "update_status",
        "{\"status\":\"%s\",\"custom_message\":\"%s\"}".formatted(status, message));
  }

  private void privacy(String whom) {
    rest.put(
            graph,
            "/v1/users/" + subject + "/privacy",
            subjectToken,
            "{\"show_last_seen\":\"" + whom + "\"}")
        .ok();
  }

  List<String> leaks() {
    return leaks;
  }

  @Override
  public void close() {
    acting.close();
    watching.close();
  }
}
