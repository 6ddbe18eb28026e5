package io.presence.graph.audiences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.graph.changes.GraphRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose audience is too large to be pushed to, and how others learn of it. */
@Timeout(180)
class PushLimitIT {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final int LIMIT = 3;

  private static GraphServer graph;

  private final String admin = Token.of("root", "admin");
  private final String star = GraphServer.person("star");
  private final List<String> fans =
      IntStream.range(0, 6).mapToObj(i -> GraphServer.person("fan")).toList();

  @BeforeAll
  static void start() {
    graph = withLimit(LIMIT);
  }

  @AfterAll
  static void stop() {
    graph.close();
  }

  private static GraphServer withLimit(int limit) {
    return GraphServer.start("push_limit_it", Map.of("presence.push-limit", limit));
  }

  private void befriend(String fan) {
    graph.put(admin, "/v1/users/" + star + "/contacts/" + fan).expect(200);
  }

  private void part(String fan) {
    graph.delete(admin, "/v1/users/" + star + "/contacts/" + fan);
  }

  private Answer audience() {
    return graph.asService("GET", "/internal/v1/audience/" + star, "").expect(200);
  }

  private boolean audienceIsPullOnly() {
    return Boolean.TRUE.equals(audience().json().get("pull_only"));
  }

  /** As contacts and sights say it, which is what viewers are told. */
  private boolean saysPullOnly(GraphServer server) {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(fans.get(0), star);
    Object sights =
        server
            .asService("POST", "/internal/v1/sights", question)
            .expect(200)
            .items()
            .getFirst()
            .get("pull_only");
    return Boolean.TRUE.equals(sights);
  }

  @Test
  void crossingTheLimitEachWayIsKnownAndAnnouncedOnce() {
    try (GraphRecords records = new GraphRecords(graph)) {
      fans.subList(0, LIMIT).forEach(this::befriend);
      assertThat(audience().json().get("full")).isEqualTo(fans.subList(0, LIMIT));
      assertThat(audienceIsPullOnly()).isFalse();

      befriend(fans.get(LIMIT));
      assertThat(audienceIsPullOnly()).as("no more are read than are pushed to").isTrue();
      assertThat(audience().json().get("full")).isEqualTo(List.of());
      await().atMost(LONG).until(() -> records.crossings(star).equals(List.of(true)));
      assertThat(saysPullOnly(graph)).isTrue();
      assertThat(contactsSay(fans.get(1))).isEqualTo(true);
      long version = graph.version(star);

      befriend(fans.get(LIMIT + 1));
      part(fans.get(LIMIT + 1));
      part(fans.get(LIMIT));
      await().atMost(LONG).until(() -> records.crossings(star).equals(List.of(true, false)));
      assertThat(graph.version(star)).isGreaterThan(version);
      assertThat(saysPullOnly(graph)).isFalse();
      assertThat(contactsSay(fans.get(1))).isEqualTo(false);
      assertThat(audience().json().get("full")).isEqualTo(fans.subList(0, LIMIT));
    }
  }

  private Object contactsSay(String viewer) {
    return graph
        .asService("GET", "/internal/v1/contacts/" + viewer, "")
        .expect(200)
        .items()
        .getFirst()
        .get("pull_only");
  }

  @Test
  void manyAtOnceAroundTheLimitComeToWhatIsStored() throws Exception {
    List<Callable<Void>> edits = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (String fan : fans) {
        edits.add(() -> {
          befriend(fan);
          return null;
        });
        edits.add(() -> {
          part(fan);
          return null;
        });
      }
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6);
        GraphRecords records = new GraphRecords(graph)) {
      for (var done : threads.invokeAll(edits)) {
        done.get();
      }
      fans.subList(0, LIMIT + 1).forEach(this::befriend);
      fans.subList(LIMIT + 1, fans.size()).forEach(this::part);
      await().atMost(LONG).until(() -> saysPullOnly(graph));
      part(fans.get(LIMIT));
      await().atMost(LONG).until(() -> !saysPullOnly(graph));
      await()
          .atMost(LONG)
          .until(() -> records.crossings(star), seen -> !seen.isEmpty() && !seen.getLast());
    }
  }

  @Test
  void anImportCrossesItAndSoDoesAnotherLimit() {
    String lines = fans.stream().map(fan -> star + " " + fan).collect(Collectors.joining("\n"));
    graph.post(admin, "/v1/import/contacts", lines, "text/plain").expect(200);
    await().atMost(LONG).until(() -> saysPullOnly(graph));
    try (GraphServer generous = withLimit(fans.size())) {
      await().atMost(LONG).until(() -> !saysPullOnly(generous));
    }
    try (GraphServer strict = withLimit(fans.size() - 1)) {
      await().atMost(LONG).until(() -> saysPullOnly(strict));
    }
  }

  @Test
  void viewersOfSeveralSubjectsAreAnsweredInTheirOrder() {
    String open = GraphServer.person("open");
    String stranger = GraphServer.person("stranger");
    befriend(fans.get(0));
    graph
        .put(
            admin,
            "/v1/users/" + open + "/privacy",
            "{\"show_online_status\":\"everyone\",\"show_last_seen\":\"nobody\"}")
        .expect(200);
    graph.put(admin, "/v1/users/" + open + "/blocks/" + fans.get(1)).expect(204);
    String question =
        ("{\"subjects\":[{\"user_id\":\"%1$s\",\"viewers\":[\"%2$s\",\"%3$s\",\"%1$s\"]},"
                + "{\"user_id\":\"nobody-at-all\",\"viewers\":[\"%2$s\"]},"
                + "{\"user_id\":\"%4$s\",\"viewers\":[\"%3$s\",\"%5$s\"]}]}")
            .formatted(star, fans.get(0), stranger, open, fans.get(1));
    String answer = graph.asService("POST", "/internal/v1/viewers", question).expect(200).body();
    assertThat(answer)
        .isEqualTo(
            ("{\"subjects\":[{\"user_id\":\"%s\",\"sights\":[\"full\",\"none\",\"full\"],\"under_way\":false},"
                    + "{\"user_id\":\"nobody-at-all\",\"sights\":[\"none\"],\"under_way\":false},"
                    + "{\"user_id\":\"%s\",\"sights\":[\"status_only\",\"none\"],\"under_way\":false}]}")
                .formatted(star, open));
    String many =
        IntStream.range(0, 1_001).mapToObj(i -> "\"v" + i + "\"").collect(Collectors.joining(","));
    graph
        .asService(
            "POST",
            "/internal/v1/viewers",
            "{\"subjects\":[{\"user_id\":\"%s\",\"viewers\":[%s]}]}".formatted(star, many))
        .expectProblem(400, "subjects", "1000", "1001");
  }
}
