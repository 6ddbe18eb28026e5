package io.presence.endtoend.people;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.util.Objects;

/** A person on the stack, and what they do. */
record Somebody(LiveStack stack, Rest rest, String name) {

  /**
   * @param query for instance {@code device_id=phone&device_type=mobile}
   */
  Wire connect(int gateway, String query) {
    return Wire.join(stack.gateway(gateway), token(), query);
  }

  String token() {
    return stack.token(name);
  }

  /** Sets something by {@code update_status}, which is accepted. */
  static JsonNode set(Wire wire, String data) {
    JsonNode answer = wire.ask("update_status", data);
    JsonNode acked = answer.get("data");
    if (acked == null || acked.get("me") == null) {
      throw new AssertionError("refused: " + data);
    }
    return Objects.requireNonNull(acked.get("me"));
  }

  static void active(Wire wire) {
    wire.ask("heartbeat", "{\"active\":true}");
  }

  /** {@code PUT /v1/presence/me} on a gateway. */
  JsonNode put(int gateway, String body) {
    return Json.read(
        rest.put(stack.gateway(gateway), "/v1/presence/me", token(), body).ok().body());
  }

  JsonNode me(int gateway) {
    return Json.read(rest.get(stack.gateway(gateway), "/v1/presence/me", token()).ok().body());
  }

  /** {@code POST /v1/heartbeat}. */
  Rest.Answer beat(String body) {
    URI heartbeat = Objects.requireNonNull(stack.services().get("heartbeat-function"));
    return rest.call("POST", heartbeat.resolve("/v1/heartbeat"), token(), body);
  }

  /** How a lookup shows somebody to this person. */
  Story.Telling look(int gateway, String subject) {
    String path = "/v1/presence?user_ids=" + subject;
    JsonNode page = Json.read(rest.get(stack.gateway(gateway), path, token()).ok().body());
    return new Story.Telling(System.nanoTime(), Json.views(page).getFirst());
  }

  @Override
  public String toString() {
    return name;
  }
}
