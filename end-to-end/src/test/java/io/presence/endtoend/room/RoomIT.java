package io.presence.endtoend.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rooms on the whole stack: large ones are counted for each viewer, small ones are their members.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RoomIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LiveStack stack;
  private final String name = "room" + System.nanoTime() % 10_000_000;
  private final Rest rest = new Rest();
  private final List<Wire> wires = new ArrayList<>();
  private final String viewer = name + ".viewer";
  private final String friend = name + ".friend";
  private final String open = name + ".open";
  private final String hidden = name + ".hidden";

  RoomIT(LiveStack stack) {
    this.stack = stack;
  }

  /** A friend, somebody open to everyone, and somebody who is seen by contacts only. */
  @BeforeEach
  void people() {
    rest.befriend(stack, viewer + " " + friend + "\n");
    Stream.of(friend, open, hidden)
        .forEach(user -> {
          String profile = "{\"name\":\"N-" + user + "\"}";
          rest.put(stack.friendGraph(), "/v1/users/" + user, stack.admin(), profile).ok();
        });
    String everyone = "{\"show_online_status\":\"everyone\"}";
    rest.put(stack.friendGraph(), "/v1/users/" + open + "/privacy", stack.admin(), everyone).ok();
  }

  @AfterEach
  void close() {
    wires.forEach(Wire::close);
    rest.close();
  }

  @Test
  void aLargeRoomIsCountedForEachViewerAtOnceAndAgain() {
    add(name, Stream.concat(Stream.of(viewer, friend, open, hidden), others(116)));
    Wire friendly = join(0, friend);
    join(1, open);
    join(0, hidden);
    Wire watching = join(0, viewer);
    Wire elsewhere = join(1, hidden);

    assertThat(subscribe(watching)).isEqualTo(counts(3, 0, 0, 120, friend, open));
    assertThat(subscribe(elsewhere)).isEqualTo(counts(2, 0, 0, 120, open));
    assertThat(look(viewer)).isEqualTo(counts(3, 0, 0, 120, friend, open));

    friendly.ask("update_status", "{\"status\":\"busy\"}");
    awaitCounts(watching, counts(2, 0, 1, 120, open));
    friendly.ask("update_status", "{\"status\":\"invisible\"}");
    awaitCounts(watching, counts(2, 0, 0, 120, open));

    // Read-your-privacy-writes: from here on nothing of them counts for this viewer.
    String block = "/v1/users/" + open + "/blocks/" + viewer;
    rest.put(stack.friendGraph(), block, stack.token(open), null).ok();
    assertThat(subscribe(watching)).isEqualTo(counts(1, 0, 0, 120));
    awaitCounts(elsewhere, counts(2, 0, 0, 120, open));
    int from = countsOf(watching).size();
    await().atMost(LONG).until(() -> countsOf(watching).size() >= from + 2);
    assertThat(countsOf(watching).subList(from, from + 2)).allMatch(counts(1, 0, 0, 120)::equals);
    rest.delete(stack.friendGraph(), block, stack.token(open)).ok();
    awaitCounts(watching, counts(2, 0, 0, 120, open));

    add(name, Stream.of(name + ".new"));
    awaitCounts(watching, counts(2, 0, 0, 121, open));
    watching.ask("unsubscribe_room", room(name));
  }

  /** There is no moment at which nothing about any member is under way. */
  @Test
  void aRoomWhoseMembersEditTheirGraphWithoutAPauseIsToldAllTheSame() throws Exception {
    List<String> restless = IntStream.range(0, 20).mapToObj(i -> name + ".r" + i).toList();
    add(
        name,
        Stream.of(restless.stream(), Stream.of(viewer, friend, open), others(90)).flatMap(s -> s));
    String everyone = "{\"show_online_status\":\"everyone\"}";
    for (String user : restless) {
      String profile = "{\"name\":\"N-" + user + "\"}";
      rest.put(stack.friendGraph(), "/v1/users/" + user, stack.admin(), profile).ok();
      rest.put(stack.friendGraph(), "/v1/users/" + user + "/privacy", stack.admin(), everyone).ok();
    }
    join(0, friend);
    join(1, open);
    join(1, restless.getFirst());
    Wire watching = join(0, viewer);

    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger edits = new AtomicInteger();
    CompletableFuture<Void> editing =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; !enough.get(); i++) {
            String user = restless.get(i % restless.size());
            String block = "/v1/users/" + user + "/blocks/" + name + ".m" + i % 90;
            rest.put(stack.friendGraph(), block, stack.token(user), null).ok();
            rest.delete(stack.friendGraph(), block, stack.token(user)).ok();
            edits.addAndGet(2);
          }
        });
    try {
      await().atMost(LONG).until(() -> edits.get() > 20);
      for (int i = 0; i < 10; i++) {
        assertThat(subscribe(watching))
            .isEqualTo(counts(4, 0, 0, 113, friend, open, restless.getFirst()));
      }
      int from = countsOf(watching).size();
      await().atMost(LONG).until(() -> countsOf(watching).size() >= from + 2);
    } finally {
      enough.set(true);
      editing.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void onlyMembersAreToldAndNobodyElseLearnsThatTheRoomExists() {
    add(name, Stream.concat(Stream.of(viewer, open), others(110)));
    Wire watching = join(0, viewer);
    Wire outside = join(1, hidden);
    assertThat(Json.text(watching.ask("subscribe_room", room(name)), "event"))
        .isEqualTo("presence_aggregated");

    String none = name + ".none";
    assertThat(problem(outside.ask("subscribe_room", room(name))))
        .isEqualTo(problem(outside.ask("subscribe_room", room(none))).replace(none, name));
    String secret = rest.get(stack.gateway(0), path(name), stack.token(hidden)).body();
    String never = rest.get(stack.gateway(0), path(none), stack.token(hidden)).body();
    assertThat(secret).contains("404").isEqualTo(never.replace(none, name));
    assertThat(rest.get(stack.gateway(1), path(name), stack.admin()).ok().body())
        .contains("\"members\":112");
    assertThat(rest.get(stack.gateway(1), path(none), stack.admin()).status()).isEqualTo(404);

    remove(name, viewer);
    watching.awaitText("\"forbidden\"");
    assertThat(problem(watching.ask("subscribe_room", room(name)))).contains("forbidden");
    assertThat(rest.get(stack.gateway(0), path(name), stack.token(viewer)).status()).isEqualTo(404);
  }

  @Test
  void aSmallRoomIsItsMembersAndBecomesACountWhenItGrows() {
    add(name, Stream.concat(Stream.of(viewer, friend, open), others(96)));
    join(1, friend);
    Wire stranger = join(1, open);
    Wire watching = join(0, viewer);
    JsonNode answer = watching.ask("subscribe_room", room(name));
    assertThat(Json.text(answer, "event")).isEqualTo("presence_info");
    assertThat(Json.views(answer)).hasSize(98);
    assertThat(online(answer)).containsExactly(friend, open);
    assertThat(look(viewer)).isEqualTo(counts(3, 0, 0, 99, friend, open));

    stranger.ask("update_status", "{\"custom_message\":\"no contact of mine\"}");
    assertThat(watching.awaitText("no contact of mine").text()).contains("presence_updated");

    add(name, Stream.of(hidden));
    watching.awaitText("presence_aggregated");
    awaitCounts(watching, counts(3, 0, 0, 100, friend, open));

    int infos = texts(watching, "presence_info").size();
    remove(name, hidden);
    await().atMost(LONG).until(() -> texts(watching, "presence_info").size() > infos);
    assertThat(online(Json.read(texts(watching, "presence_info").getLast())))
        .containsExactly(friend, open);

    String joined = name + ".joined";
    rest.befriend(stack, viewer + " " + joined + "\n");
    remove(name, name + ".m0");
    add(name, Stream.of(joined));
    await().atMost(LONG).until(() -> texts(watching, "presence_info").getLast().contains(joined));
  }

  /** What of a count is compared. */
  private record Counts(int online, int away, int busy, int members, Set<String> sample) {}

  private Counts counts(int online, int away, int busy, int members, String... sample) {
    return new Counts(online, away, busy, members, new TreeSet<>(List.of(sample)));
  }

  private static Counts counts(JsonNode data) {
    Set<String> sample = new TreeSet<>();
    node(data, "sample")
        .values()
        .forEach(member -> {
          String user = String.valueOf(Json.text(member, "user_id"));
          assertThat(Json.text(member, "name")).isEqualTo("N-" + user);
          sample.add(user);
        });
    return new Counts(
        node(data, "online").getIntValue(),
        node(data, "away").getIntValue(),
        node(data, "busy").getIntValue(),
        node(data, "members").getIntValue(),
        sample);
  }

  private static JsonNode node(JsonNode object, String field) {
    @Nullable JsonNode value = object.get(field);
    assertThat(value).as(field).isNotNull();
    return java.util.Objects.requireNonNull(value);
  }

  private Counts subscribe(Wire wire) {
    JsonNode answer = wire.ask("subscribe_room", room(name));
    assertThat(Json.text(answer, "event")).isEqualTo("presence_aggregated");
    return counts(node(answer, "data"));
  }

  private Counts look(String user) {
    return counts(Json.read(rest.get(stack.gateway(1), path(name), stack.token(user)).ok().body()));
  }

  private static List<String> texts(Wire wire, String event) {
    return wire.frames().stream()
        .map(Wire.Frame::text)
        .filter(text -> text.contains("\"" + event + "\""))
        .toList();
  }

  private static List<Counts> countsOf(Wire wire) {
    return texts(wire, "presence_aggregated").stream()
        .map(text -> counts(node(Json.read(text), "data")))
        .toList();
  }

  private static void awaitCounts(Wire wire, Counts expected) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(countsOf(wire).getLast()).isEqualTo(expected));
  }

  private static Set<String> online(JsonNode info) {
    Set<String> online = new TreeSet<>();
    Json.views(info).stream()
        .filter(view -> "online".equals(Json.text(view, "status")))
        .forEach(view -> online.add(String.valueOf(Json.text(view, "user_id"))));
    return online;
  }

  private static String problem(JsonNode error) {
    assertThat(Json.text(error, "event")).isEqualTo("error");
    JsonNode data = node(error, "data");
    return Json.text(data, "code") + ": " + Json.text(data, "message");
  }

  private Wire join(int gateway, String user) {
    Wire wire = Wire.join(stack.gateway(gateway), stack.token(user), "");
    wires.add(wire);
    return wire;
  }

  private Stream<String> others(int count) {
    return IntStream.range(0, count).mapToObj(i -> name + ".m" + i);
  }

  private void add(String room, Stream<String> users) {
    String body = "{\"user_ids\":" + Json.array(users.toList()) + "}";
    rest.call(
            "POST",
            stack.friendGraph().resolve("/v1/rooms/" + room + "/members"),
            stack.admin(),
            body)
        .ok();
  }

  private void remove(String room, String user) {
    String path = "/v1/rooms/" + room + "/members/" + user;
    rest.delete(stack.friendGraph(), path, stack.admin()).ok();
  }

  private static String path(String room) {
    return "/v1/rooms/" + room + "/presence";
  }

  private static String room(String room) {
    return "{\"room_id\":\"" + room + "\"}";
  }
}
