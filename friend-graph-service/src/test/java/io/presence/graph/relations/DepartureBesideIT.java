package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody is forgotten while others act upon them. By an admin, whose calls end with a line in the
 * audit: that is where they are held back, with all else written and not committed.
 */
@Timeout(120)
class DepartureBesideIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final GraphDatabase DATABASE = GraphDatabase.SHARED;

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  /** Of one that was declined a row stays, which says nothing of an agreement either. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestIsNotAcceptedWhoseSenderIsForgottenMeanwhile(boolean declined) throws Exception {
    GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    String request = "/v1/users/" + bob + "/contact-requests/" + ann;
    if (declined) {
      GRAPH.post(Token.of(bob), request + "/decline").expect(204);
    }
    whileAnnIsForgotten(() -> GRAPH.post(Token.of(bob), request + "/accept"))
        .expectProblem(404, "has not asked");
    assertThat(contacts()).isEmpty();
  }

  @Test
  void whoAsksSomebodyWhoIsForgottenMeanwhileJustAsks() throws Exception {
    GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    Answer asked =
        whileAnnIsForgotten(
            () -> GRAPH.put(Token.of(bob), "/v1/users/" + bob + "/contacts/" + ann));
    assertThat(asked.expect(200).text("state")).isEqualTo("requested");
    assertThat(contacts()).isEmpty();
    assertThat(
            GRAPH.get(Token.of(bob), "/v1/users/" + bob + "/contact-requests?direction=sent").ids())
        .containsExactly(ann);
  }

  /** The block is an admin's, too, and held back; whoever leaves does so by themself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBlockKeepsNoNameOfSomebodyWhoLeavesMeanwhile(boolean whoBlocks) throws Exception {
    for (String person : List.of(ann, bob)) {
      GRAPH.put(Token.of(person), "/v1/users/" + person, "{\"name\":\"Somebody\"}").expect(200);
    }
    String leaving = whoBlocks ? ann : bob;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection held = DATABASE.hold("audit")) {
      Future<Answer> blocked =
          threads.submit(() -> GRAPH.put(admin, "/v1/users/" + ann + "/blocks/" + bob));
      DATABASE.awaitWaiters(1, blocked);
      Future<Answer> left =
          threads.submit(() -> GRAPH.delete(Token.of(leaving), "/v1/users/" + leaving));
      DATABASE.awaitWaiters(2, left);
      held.rollback();
      blocked.get().expect(204);
      left.get().expect(204);
    }
    String column = whoBlocks ? "user" : "blocked";
    assertThat(
            DATABASE.ask(
                "SELECT count(*) FROM blocks WHERE %1$s_id = '%2$s' AND %1$s_name IS NOT NULL"
                    .formatted(column, leaving)))
        .isZero();
  }

  private Answer whileAnnIsForgotten(Callable<Answer> act) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection held = DATABASE.hold("audit")) {
      Future<Answer> forgotten = threads.submit(() -> GRAPH.delete(admin, "/v1/users/" + ann));
      DATABASE.awaitWaiters(1, forgotten);
      Future<Answer> acted = threads.submit(act);
      DATABASE.awaitWaiters(2, acted);
      held.rollback();
      forgotten.get().expect(204);
      return acted.get();
    }
  }

  private Iterable<String> contacts() {
    return GRAPH.get(Token.of(bob), "/v1/users/" + bob + "/contacts").expect(200).ids();
  }
}
