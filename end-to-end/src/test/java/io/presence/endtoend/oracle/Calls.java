package io.presence.endtoend.oracle;

import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One person's calls of REST; whatever comes back is kept for the judge. */
final class Calls {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  /** Rooms are counted elsewhere: a machine that is busy may be too slow for that. */
  private static final int UNAVAILABLE = 503;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LiveStack stack;
  private final Rest rest;
  private final World world;
  private final Person self;
  private final String token;

  Calls(LiveStack stack, Rest rest, World world, Person self) {
    this.stack = stack;
    this.rest = rest;
    this.world = world;
    this.self = self;
    token = stack.token(self.id);
  }

  /** Changes something about the person by a call of the friend graph in their own name. */
  <T> void change(History<T> what, T value, String method, String path, @Nullable String body) {
    what.begin(value);
    rest.call(method, stack.friendGraph().resolve("/v1/users/" + self.id + path), token, body).ok();
    what.done();
  }

  /** The same by an admin. */
  <T> void changeByAdmin(History<T> what, T value, String method, String path) {
    what.begin(value);
    rest.call(method, stack.friendGraph().resolve(path), stack.admin(), null).ok();
    what.done();
  }

  /** Is called what they have never been called before. */
  void rename() {
    String name = self.anotherName();
    change(self.names, name, "PUT", "", "{\"name\":\"" + name + "\"}");
  }

  /**
   * Both ask; a third time, for the first request may reach nobody, having been declined before.
   */
  void agree(String whom) {
    History<Boolean> contact = world.contact(self.id, whom);
    contact.begin(true);
    during(
        List.of(world.asking(self.id, whom), world.asking(whom, self.id)),
        () -> {
          ask(self.id, whom);
          ask(whom, self.id);
          ask(self.id, whom);
        });
    contact.done();
  }

  /** No contact comes of it. */
  void askInVain(String whom, boolean withdraws) {
    during(
        List.of(world.asking(self.id, whom)),
        () -> {
          ask(self.id, whom);
          String request = "/v1/users/" + whom + "/contact-requests/" + self.id;
          inTheNameOf(whom, "POST", request + "/decline");
          if (withdraws) {
            inTheNameOf(self.id, "DELETE", request);
          }
        });
  }

  /** They may be true while this runs, and are not when it has. */
  private static void during(List<History<Boolean>> all, Runnable calls) {
    all.forEach(each -> each.begin(true));
    calls.run();
    for (History<Boolean> each : all) {
      each.done();
      each.begin(false);
      each.done();
    }
  }

  private void ask(String who, String whom) {
    inTheNameOf(who, "PUT", "/v1/users/" + who + "/contacts/" + whom);
  }

  private void inTheNameOf(String who, String method, String path) {
    rest.call(method, stack.friendGraph().resolve(path), stack.token(who), null).ok();
  }

  void get(int gateway, List<String> ids) {
    String path = "/v1/presence?user_ids=" + String.join(",", ids);
    hear("GET /v1/presence", rest.get(stack.gateway(gateway), path, token).ok(), ids, Reasons.NONE);
  }

  void contacts(int gateway) {
    Rest.Answer answer =
        rest.get(stack.gateway(gateway), "/v1/presence/contacts?limit=500", token).ok();
    hear("GET /v1/presence/contacts", answer, null, Reasons.CONTACTS);
  }

  /** Who is in one of the graph's lists. */
  List<Related> relations(Relation relation) {
    String path = "/v1/users/" + self.id + "/" + relation.path;
    Rest.Answer answer = rest.get(stack.friendGraph(), path, token).ok();
    hear("GET /v1/users/…/" + relation.path, answer, null, Reasons.relation(relation));
    return Related.in(Json.read(answer.body()));
  }

  /**
   * Asks until there is an answer.
   *
   * @return its body; null when there is no such room for this person
   */
  @Nullable String settledRoom(int gateway, Room room) {
    String path = "/v1/rooms/" + room + "/presence";
    Rest.Answer answer =
        await()
            .atMost(PATIENCE)
            .until(
                () -> rest.get(stack.gateway(gateway), path, token),
                each -> each.status() != UNAVAILABLE);
    hear("GET /v1/rooms/…/presence", answer, null, Reasons.room(room));
    return answer.status() == NOT_FOUND ? null : answer.ok().body();
  }

  /** Whatever comes of it is for the judge; no answer just now is one, too. */
  void room(int gateway, Room room) {
    Rest.Answer answer = rest.get(stack.gateway(gateway), "/v1/rooms/" + room + "/presence", token);
    hear("GET /v1/rooms/…/presence", answer, null, Reasons.room(room));
    if (answer.status() != NOT_FOUND && answer.status() != UNAVAILABLE) {
      var _ = answer.ok();
    }
  }

  void me(int gateway) {
    own("GET", stack.gateway(gateway).resolve("/v1/presence/me"), null);
  }

  void setMe(int gateway, String body) {
    own("PUT", stack.gateway(gateway).resolve("/v1/presence/me"), body);
  }

  void beat(Device device) {
    URI heartbeats = Objects.requireNonNull(stack.services().get("heartbeat-function"));
    own(
        "POST",
        heartbeats.resolve("/v1/heartbeat"),
        "{\"device_id\":\"%s\",\"device_type\":\"%s\",\"active\":true}"
            .formatted(device.name, device.type));
  }

  /**
   * What support reads as seen is judged as if the viewer had got it; the person's own try is
   * refused.
   *
   * @return what the viewer sees
   */
  Claim explain(int gateway, String viewer, String subject) {
    String path = "/v1/admin/explain?viewer=%s&subject=%s".formatted(viewer, subject);
    Rest.Answer refused = rest.get(stack.gateway(gateway), path, token);
    if (refused.status() != FORBIDDEN) {
      throw new AssertionError("explained to " + self + ": " + refused.body());
    }
    hear("explain, refused", refused, List.of(), Reasons.NONE);
    Rest.Answer answer = rest.get(stack.gateway(gateway), path, stack.admin()).ok();
    var seen = Objects.requireNonNull(Json.read(answer.body()).get("seen"));
    world
        .person(viewer)
        .hear(
            new Heard(
                "explain",
                answer.sentNanos(),
                answer.atNanos(),
                List.of(subject),
                Reasons.NONE,
                Json.write(seen)));
    return Claim.of(seen);
  }

  private void own(String method, URI uri, @Nullable String body) {
    Rest.Answer answer = rest.call(method, uri, token, body).ok();
    hear(method + " " + uri.getPath(), answer, List.of(), Reasons.OWN);
  }

  private void hear(
      String channel, Rest.Answer answer, @Nullable List<String> ids, Reasons reasons) {
    self.hear(
        new Heard(channel, answer.sentNanos(), answer.atNanos(), ids, reasons, answer.body()));
  }
}
