package io.presence.endtoend.people;

import static org.awaitility.Awaitility.await;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.time.Duration;
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

  /**
   * Does something again and again.
   *
   * @return the longest pause between two of them: a slow machine proves nothing
   */
  static Duration goOn(Duration lasting, Duration every, Runnable something) {
    long[] last = {System.nanoTime()};
    long[] longest = {0};
    long end = last[0] + lasting.toNanos();
    await()
        .atMost(lasting.plus(Story.PATIENCE))
        .pollInterval(every)
        .until(() -> {
          something.run();
          longest[0] = Math.max(longest[0], System.nanoTime() - last[0]);
          last[0] = System.nanoTime();
          return last[0] > end;
        });
    return Duration.ofNanos(longest[0]);
  }

  /** Why support would say that they are seen as they are; in words. */
  String explained() {
    String path = "/v1/admin/explain?viewer=%s&subject=%s".formatted(name, name);
    return rest.get(stack.gateway(0), path, stack.admin()).ok().body();
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
