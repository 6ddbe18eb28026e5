package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls about different pairs at the same time: of each kind somebody may have one. */
@Timeout(120)
class ParallelLimitsIT {
  private static final GraphDatabase DATABASE = GraphDatabase.SHARED;
  private static GraphServer small;

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String joe = GraphServer.person("joe");
  private final String admin = Token.of("root", "admin");

  @BeforeAll
  static void start() {
    small =
        GraphServer.start(
            DATABASE.name(),
            Map.of(
                "presence.graph.max-contacts", 1,
                "presence.graph.max-blocks", 1,
                "presence.graph.max-requests", 1));
  }

  @AfterAll
  static void stop() {
    small.close();
  }

  /** Held back after all is written: an admin's call ends with a line in the audit. */
  @ParameterizedTest
  @ValueSource(strings = {"contacts", "blocks"})
  void ofTwoOnlyOneIsStored(String list) throws Exception {
    String path = "/v1/users/" + ann + "/" + list;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection held = DATABASE.hold("audit")) {
      Future<Answer> one = threads.submit(() -> small.put(admin, path + "/" + bob));
      DATABASE.awaitWaiters(1, one);
      Future<Answer> two = threads.submit(() -> small.put(admin, path + "/" + joe));
      DATABASE.awaitWaiters(2, two);
      held.rollback();
      assertThat(one.get().status()).isBetween(200, 204);
      two.get().expectProblem(409, "at most 1");
    }
    assertThat(small.get(admin, path).ids()).containsExactly(bob);
  }

  /** All of them have gone as far as the row, and are let go at once. */
  @Test
  void ofManyRequestsOnlyOneIsStored() throws Exception {
    List<String> others = Stream.generate(() -> GraphServer.person("other")).limit(6).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection held = DATABASE.connect()) {
      held.setAutoCommit(false);
      for (String other : others) {
        held.createStatement()
            .execute(
                "INSERT INTO contact_requests (to_id, from_id) VALUES ('%s', '%s')"
                    .formatted(other, ann));
      }
      List<Future<Answer>> asked = new ArrayList<>();
      for (String other : others) {
        asked.add(
            threads.submit(
                () -> small.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + other)));
      }
      DATABASE.awaitWaiters(others.size());
      held.rollback();
      List<Integer> answers = new ArrayList<>();
      for (Future<Answer> one : asked) {
        answers.add(one.get().status());
      }
      assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
      assertThat(answers).containsOnly(200, 409);
    }
  }
}
