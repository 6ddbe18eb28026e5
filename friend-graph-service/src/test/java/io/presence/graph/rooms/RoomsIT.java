package io.presence.graph.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms and their members on real servers. */
@Timeout(120)
class RoomsIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String room = GraphServer.person("room");
  private final String members = "/v1/rooms/" + room + "/members";
  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");
  private final String support = Token.of("sue", "support");

  @Test
  void theFirstMemberMakesTheRoomAndTheLastTakesItAway() {
    GRAPH.get(support, members).expectProblem(404, room);
    GRAPH.put(admin, "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(admin, members + "/" + ann).expect(204);
    GRAPH.put(admin, members + "/" + ann).expect(204);
    GRAPH.put(admin, members + "/" + bob).expect(204);
    Answer list = GRAPH.get(support, members).expect(200);
    assertThat(list.ids()).containsExactly(ann, bob);
    assertThat(list.items().getFirst()).containsEntry("name", "Ann").containsKey("since");
    assertThat(list.items().getLast()).doesNotContainKey("name");
    assertThat(internal("").json()).containsEntry("members", 2);
    GRAPH.get(support, members + "/" + ann).expect(200);

    GRAPH.delete(admin, members + "/" + ann).expect(204);
    GRAPH.delete(admin, members + "/" + ann).expect(204);
    GRAPH.get(support, members + "/" + ann).expectProblem(404, ann);
    assertThat(internal("").json()).containsEntry("members", 1);
    GRAPH.delete(admin, members + "/" + bob).expect(204);
    GRAPH.get(support, members).expectProblem(404, room);
    assertThat(internal("").json()).containsEntry("members", 0).containsEntry("items", List.of());
    GRAPH.put(admin, members + "/" + bob).expect(204);
    assertThat(internal("").json()).containsEntry("members", 1);
  }

  @Test
  void manyAreAddedAtOnceOrNobody() {
    GRAPH.put(admin, members + "/" + ann).expect(204);
    assertThat(add(List.of(bob, ann, bob)).expect(200).json())
        .containsEntry("added", 1)
        .containsEntry("present", 1);
    assertThat(add(ids(500)).expect(200).json()).containsEntry("added", 500);
    assertThat(internal("").json()).containsEntry("members", 502);
    add(ids(501)).expectProblem(400, "user_ids", "1-500", "501");
    add(List.of()).expectProblem(400, "user_ids", "1-500");
    GRAPH.post(admin, members, "{}", "application/json").expectProblem(400, "user_ids");
    add(List.of("eve", "no spaces")).expect(400);
    assertThat(internal("").json()).containsEntry("members", 502);
  }

  @Test
  void aRoomHoldsOnlySoMany() {
    Map<String, Object> limit = Map.of("presence.graph.max-room-members", 3);
    try (GraphServer small = GraphServer.start("friend_graph_it", limit)) {
      small.post(admin, members, body(List.of("a", "b", "c")), "application/json").expect(200);
      small.put(admin, members + "/d").expectProblem(409, "at most 3", room);
      small.put(admin, members + "/c").expect(204);
      assertThat(small.get(admin, members).ids()).containsExactly("a", "b", "c");
      small.delete(admin, members + "/a").expect(204);
      small
          .post(admin, members, body(List.of("d", "e")), "application/json")
          .expectProblem(409, "at most 3");
      small.put(admin, members + "/d").expect(204);
      assertThat(small.get(admin, members).ids()).containsExactly("b", "c", "d");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 6})
  void pagesGoThroughTheMembersOnce(int limit) {
    List<String> people = ids(5);
    add(people).expect(200);
    for (boolean service : new boolean[] {false, true}) {
      List<String> seen = new ArrayList<>();
      String after = "";
      do {
        String query = "?limit=" + limit + after;
        Answer page = service ? internal(query) : GRAPH.get(support, members + query).expect(200);
        assertThat(page.ids()).hasSizeBetween(1, limit);
        seen.addAll(page.ids());
        Object next = page.json().get("next");
        after = next == null ? "" : "&after=" + next;
      } while (!after.isEmpty());
      assertThat(seen).isEqualTo(people);
    }
    assertThat(GRAPH.get(support, members + "?after=zzz").expect(200).ids())
        .as("the room is there, the page is empty")
        .isEmpty();
    GRAPH.get(support, members + "?limit=501").expectProblem(400, "limit", "501");
  }

  @Test
  void peopleSeeTheirOwnRooms() {
    String other = GraphServer.person("room");
    GRAPH.put(admin, members + "/" + ann).expect(204);
    GRAPH.put(admin, "/v1/rooms/" + other + "/members/" + ann).expect(204);
    String rooms = "/v1/users/" + ann + "/rooms";
    Answer first = GRAPH.get(Token.of(ann), rooms + "?limit=1").expect(200);
    assertThat(first.items()).extracting("room_id").containsExactly(room);
    assertThat(first.json()).containsEntry("next", room);
    Answer rest = GRAPH.get(Token.of(ann), rooms + "?after=" + room).expect(200);
    assertThat(rest.items()).extracting("room_id").containsExactly(other);
    GRAPH.get(Token.of(bob), rooms).expect(403);
    GRAPH.get(support, rooms).expect(200);

    GRAPH.delete(Token.of(ann), "/v1/users/" + ann).expect(204);
    assertThat(GRAPH.get(Token.of(ann), rooms).items()).isEmpty();
    GRAPH.get(support, members).expect(404);
  }

  /** The same answer for a room that is there and one that never was. */
  @Test
  void usersLearnNothingOfRooms() {
    GRAPH.put(admin, members + "/" + ann).expect(204);
    for (String path : List.of(members, "/v1/rooms/" + GraphServer.person("none") + "/members")) {
      GRAPH.get(Token.of(ann), path).expectProblem(403, "support or admin");
      GRAPH.get(Token.of(ann), path + "/" + ann).expect(403);
      for (String token : List.of(Token.of(ann), support)) {
        GRAPH.put(token, path + "/" + ann).expectProblem(403, "admin");
        GRAPH.delete(token, path + "/" + ann).expect(403);
        GRAPH.post(token, path, body(List.of(ann)), "application/json").expect(403);
      }
    }
    GRAPH.get(admin, "/v1/rooms/no%20spaces/members").expectProblem(400, "1-128");
  }

  @Test
  void theCountIsRightWhoeverWritesAtOnce() throws Exception {
    List<String> people = ids(20);
    List<Callable<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String person = members + "/" + people.get(i % 20);
      boolean leave = i % 3 == 0;
      writes.add(() -> (leave ? GRAPH.delete(admin, person) : GRAPH.put(admin, person)).status());
    }
    writes.add(() -> add(people).status());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var write : threads.invokeAll(writes)) {
        assertThat(write.get()).isIn(200, 204);
      }
    }
    Answer page = internal("?limit=500");
    assertThat(page.json()).containsEntry("members", page.ids().size());
  }

  private Answer add(List<String> people) {
    return GRAPH.post(admin, members, body(people), "application/json");
  }

  private static String body(List<String> people) {
    return people.stream()
        .collect(Collectors.joining("\",\"", "{\"user_ids\":[\"", "\"]}"))
        .replace("[\"\"]", "[]");
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> GraphServer.person("m")).toList();
  }

  private Answer internal(String query) {
    String path = "/internal/v1/rooms/" + room + "/members" + query;
    return GRAPH.asService("GET", path, "").expect(200);
  }
}
