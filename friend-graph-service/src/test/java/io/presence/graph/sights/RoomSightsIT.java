package io.presence.graph.sights;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever counts a room is told, against what is told of every pair. */
@Timeout(120)
class RoomSightsIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String[] AUDIENCES = {"everyone", "contacts", "nobody"};

  private final String admin = Token.of("root", "admin");
  private final String room = GraphServer.person("room");
  private final String path = "/internal/v1/rooms/" + room;

  /** Relations where there are any, and what strangers see elsewhere, are what a lookup says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void seatsAndRelationsSayOfEveryPairWhatALookupSays(long seed) {
    Random random = new Random(seed);
    List<String> people = IntStream.range(0, 10).mapToObj(i -> GraphServer.person("p")).toList();
    List<String> members = people.subList(0, 8);
    members.forEach(member -> GRAPH.put(admin, "/v1/rooms/" + room + "/members/" + member));
    for (int edit = 0; edit < 60; edit++) {
      edit(random, people.get(random.nextInt(10)), people.get(random.nextInt(10)));
    }
    Map<Object, Object> open = new HashMap<>();
    seats("?limit=3").forEach(seat -> open.put(seat.get("user_id"), seat.get("open")));
    assertThat(open).containsOnlyKeys(members.toArray());
    Map<List<Object>, Object> relations = new HashMap<>();
    relations(people)
        .forEach(
            one -> relations.put(List.of(one.get("viewer"), one.get("user_id")), one.get("sight")));
    for (String viewer : people) {
      Map<String, Object> question = Map.of("viewer", viewer, "subjects", members);
      for (Map<String, Object> item : post("/internal/v1/sights", question).items()) {
        Object sight = relations.get(List.of(viewer, item.get("user_id")));
        boolean sees =
            sight == null
                ? Boolean.TRUE.equals(open.get(item.get("user_id")))
                : !sight.equals("none");
        assertThat(sees)
            .as("seed %d: %s of %s", seed, viewer, item)
            .isEqualTo(!"none".equals(item.get("sight")));
        if (sight != null) {
          assertThat(item).containsEntry("sight", sight);
        }
      }
      assertThat(relations.containsKey(List.of(viewer, viewer)))
          .isEqualTo(members.contains(viewer));
    }
    // Whoever joins tells by their own relations whose are not complete any more.
    relations.keySet().stream()
        .filter(pair -> members.contains(pair.getFirst()))
        .forEach(pair -> assertThat(relations).containsKey(pair.reversed()));
  }

  private void edit(Random random, String one, String other) {
    if (one.equals(other)) {
      String body =
          "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}"
              .formatted(AUDIENCES[random.nextInt(3)], AUDIENCES[random.nextInt(3)]);
      GRAPH.put(admin, "/v1/users/" + one + "/privacy", body).expect(200);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> GRAPH.put(admin, "/v1/users/" + one + "/contacts/" + other);
      case 1 -> GRAPH.put(admin, "/v1/users/" + one + "/blocks/" + other);
      case 2 -> GRAPH.put(admin, "/v1/users/" + one, "{\"name\":\"N\"}").expect(200);
      default -> {
        String exception = random.nextBoolean() ? "allow" : "deny";
        GRAPH
            .put(
                admin,
                "/v1/users/" + one + "/privacy/exceptions/" + other,
                "{\"show_online_status\":\"" + exception + "\"}")
            .expect(200);
      }
    }
  }

  @Test
  void onlyMembersAreSeatedWithTheirNames() {
    String ann = GraphServer.person("ann");
    String bob = GraphServer.person("bob");
    GRAPH.put(admin, "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(admin, "/v1/rooms/" + room + "/members/" + ann).expect(204);
    assertThat(post(path + "/seats", Map.of("user_ids", List.of(ann, bob))).items())
        .containsExactly(Map.of("user_id", ann, "name", "Ann", "open", false));
    assertThat(GRAPH.asService("GET", path + "/membership/" + ann, "").expect(200).json())
        .containsEntry("members", 1)
        .containsEntry("member", true);
    assertThat(GRAPH.asService("GET", path + "/membership/" + bob, "").expect(200).json())
        .containsEntry("members", 1)
        .containsEntry("member", false);
    String none = "/internal/v1/rooms/" + GraphServer.person("none");
    assertThat(GRAPH.asService("GET", none + "/membership/" + ann, "").expect(200).json())
        .containsEntry("members", 0)
        .containsEntry("member", false);
    assertThat(GRAPH.asService("GET", none + "/seats", "").expect(200).items()).isEmpty();
  }

  @Test
  void questionsHaveTheirLimits() {
    List<String> many = IntStream.range(0, 501).mapToObj(i -> "u" + i).toList();
    GRAPH
        .asService("POST", path + "/seats", json(Map.of("user_ids", many)))
        .expectProblem(400, "500", "501");
    GRAPH
        .asService("POST", path + "/relations", json(Map.of("viewers", many.subList(0, 101))))
        .expectProblem(400, "100", "101");
    GRAPH.asService("GET", path + "/seats?limit=5001", "").expectProblem(400, "5000", "5001");
  }

  /** Page by page. */
  private List<Map<String, Object>> seats(String query) {
    List<Map<String, Object>> all = new ArrayList<>();
    String after = "";
    while (true) {
      var page = GRAPH.asService("GET", path + "/seats" + query + after, "").expect(200);
      all.addAll(page.items());
      Object next = page.json().get("next");
      if (next == null) {
        return all;
      }
      after = "&after=" + next;
    }
  }

  private List<Map<String, Object>> relations(List<String> viewers) {
    return post(path + "/relations", Map.of("viewers", viewers)).items();
  }

  private static io.presence.graph.Answer post(String path, Map<String, Object> body) {
    return GRAPH.asService("POST", path, json(body)).expect(200);
  }

  private static String json(Map<String, Object> body) {
    try {
      return ObjectMapper.getDefault().writeValueAsString(body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
