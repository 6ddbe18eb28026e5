package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.UserId;
import io.presence.graph.CuttableLine;
import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.local.servers.TestServers;
import io.presence.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of an import that did not go as it should. */
@Timeout(120)
class ImportStateIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final GraphDatabase DATABASE = GraphDatabase.SHARED;
  private static final String PATH = "/v1/import/contacts";
  private static final UserId ROOT = new UserId("root");

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String id = GraphServer.person("import");
  private final String admin = Token.of("root", "admin");

  /** It was silent for so long that it was taken for dead, and the other one began. */
  @Test
  void aRunThatWasThoughtDeadStoresNothingBesideTheOneAfterIt() {
    InputStream silent =
        new InputStream() {
          @Override
          public int read() {
            beginAnew();
            return -1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            return read();
          }
        };
    byte[] pair = (ann + " " + bob + "\n").getBytes(StandardCharsets.UTF_8);
    InputStream body = new SequenceInputStream(new ByteArrayInputStream(pair), silent);
    assertThatThrownBy(() -> GRAPH.bean(ContactImport.class).run(ROOT, id, PairFormat.text(), body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("begun anew");
    assertThat(GRAPH.get(admin, "/v1/users/" + ann + "/contacts").ids()).isEmpty();
    assertThat(GRAPH.get(admin, PATH + "/" + id).expect(200).json())
        .as("of the other one")
        .containsEntry("state", "running")
        .containsEntry("accepted", 0);
  }

  private void beginAnew() {
    age();
    assertThat(GRAPH.bean(ImportStates.class).begin(id, ROOT)).isPresent();
  }

  private void age() {
    DATABASE.execute(
        "UPDATE imports SET updated_at = updated_at - interval '2 minutes' WHERE import_id = '%s'"
            .formatted(id));
  }

  @Test
  void whatAnEarlierRunSaysLateIsNotHeard() {
    ImportStates states = GRAPH.bean(ImportStates.class);
    RunId dead = states.begin(id, ROOT).orElseThrow();
    age();
    RunId alive = states.begin(id, ROOT).orElseThrow();
    ImportReport report = new ImportReport(3, 2, 1, List.of());
    assertThat(states.update(alive, ImportState.FINISHED, 6, report)).isTrue();
    states.fail(dead, 1);
    assertThat(states.update(dead, ImportState.FINISHED, 1, new ImportReport(1, 0, 0, List.of())))
        .isFalse();
    assertThat(states.find(id).orElseThrow())
        .extracting(ImportState::state, ImportState::lines, ImportState::accepted)
        .containsExactly(ImportState.FINISHED, 6L, 3L);
  }

  @Test
  void oneThatRunsIsNotForgottenForNewerOnes() {
    ImportStates states = GRAPH.bean(ImportStates.class);
    RunId running = states.begin(id, ROOT).orElseThrow();
    for (int i = 0; i <= ImportStates.KEPT; i++) {
      GRAPH.post(admin, PATH, "", "text/plain").expect(200);
    }
    assertThat(
            states.update(running, ImportState.FINISHED, 0, new ImportReport(0, 0, 0, List.of())))
        .isTrue();
  }

  /**
   * Its pairs are stored, and said to be; but they are to be sent again until they are in force.
   */
  @Test
  void aBatchThatIsStoredAndNotInForceIsCounted() throws IOException {
    try (var line = new CuttableLine(URI.create(TestServers.redisUri()).getPort())) {
      Map<String, Object> settings = Map.of("redis.uri", "redis://127.0.0.1:" + line.port());
      try (GraphServer graph = GraphServer.start("friend_graph_import_it", settings)) {
        line.cut();
        graph
            .post(
                admin,
                PATH,
                BodyPublishers.ofString("nonsense\n" + ann + " " + bob),
                "text/plain",
                "Import-Id",
                id)
            .expectProblem(503, "saved", "again");
        assertThat(graph.get(admin, PATH + "/" + id).expect(200).json())
            .containsEntry("state", "failed")
            .containsEntry("lines", 0)
            .containsEntry("accepted", 1)
            .containsEntry("rejected", 1);
      }
    }
  }
}
