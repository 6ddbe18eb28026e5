package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/import/contacts} on real servers. */
@Timeout(120)
class ImportIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String PATH = "/v1/import/contacts";

  private final String admin = Token.of("root", "admin");

  @Test
  void goodLinesBecomeContactsAndBadOnesAreNamed() {
    String ann = GraphServer.person("ann");
    String bob = GraphServer.person("bob");
    String eve = GraphServer.person("eve");
    GRAPH.put(admin, "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(Token.of(eve), "/v1/users/" + eve + "/contacts/" + ann).expect(200);
    String lines =
        """
        # a comment
        %1$s %2$s

        %2$s\t%1$s
        %1$s
        %1$s %1$s
        %1$s b*d
        %3$s  %1$s\r
        """
            .formatted(ann, bob, eve);
    Answer answer = load(lines + ann + " " + "x".repeat(300));
    assertThat(answer.json())
        .containsEntry("accepted", 2)
        .containsEntry("duplicates", 1)
        .containsEntry("rejected", 4);
    assertThat(answer.text("errors"))
        .contains("line=5", "line=6", "line=7", "line=9")
        .contains("two user ids", "themself", "1-128", "at most 300 bytes");

    assertThat(contacts(ann).ids()).containsExactly(bob, eve);
    assertThat(contacts(bob).ids()).containsExactly(ann);
    assertThat(contacts(bob).items()).extracting("name").containsExactly("Ann");
    assertThat(GRAPH.get(admin, "/v1/users/" + bob).expect(200).json()).containsEntry("name", bob);
    assertThat(GRAPH.get(admin, "/v1/users/" + ann + "/contact-requests").ids())
        .as("the request is answered")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, ContactImport.BATCH - 1, ContactImport.BATCH, ContactImport.BATCH + 1})
  void importsOfAnySizeAreStoredOnceAndMayBeRepeated(int size) {
    String hub = GraphServer.person("hub");
    String lines =
        IntStream.range(0, size)
            .mapToObj(i -> hub + " " + hub + "-" + i + "\n")
            .collect(Collectors.joining());
    assertThat(load(lines).json())
        .containsEntry("accepted", size)
        .containsEntry("duplicates", 0)
        .containsEntry("errors", List.of());
    long version = GRAPH.version(hub);
    assertThat(version)
        .isEqualTo(size == 0 ? 0 : version)
        .satisfies(v -> assertThat(v > 0).isEqualTo(size > 0));

    assertThat(load(lines).json())
        .containsEntry("accepted", 0)
        .containsEntry("duplicates", size)
        .containsEntry("rejected", 0);
    assertThat(GRAPH.version(hub)).as("nothing changed").isEqualTo(version);
    var audience = GRAPH.asService("GET", "/internal/v1/audience/" + hub, "").json();
    assertThat((List<?>) audience.get("full")).hasSize(size);
  }

  @Test
  void onlyTheFirstHundredErrorsAreListed() {
    for (int bad : new int[] {99, 100, 101}) {
      Answer answer = load("nonsense\n".repeat(bad));
      assertThat(answer.json()).containsEntry("rejected", bad);
      assertThat((List<?>) answer.json().get("errors")).hasSize(Math.min(bad, 100));
    }
  }

  /** The body is streamed: it may be larger than what other requests may hold in memory. */
  @Test
  void longImportsAreStreamed() {
    String line = "# " + "x".repeat(1_000) + "\n";
    assertThat(load(line.repeat(3_000)).json()).containsEntry("rejected", 0);
    GRAPH.put(admin, "/v1/users/ann", "{\"name\":\"" + "x".repeat(2_000_000) + "\"}").expect(413);
  }

  @Test
  void onlyAdminsImport() {
    for (String token : List.of(Token.of("ann"), Token.of("sue", "support"))) {
      GRAPH.post(token, PATH, "a b", "text/plain").expectProblem(403, "admin");
    }
    GRAPH
        .post(admin, PATH, "{}", "application/x-ndjson")
        .expectProblem(501, "NDJSON", "text/plain");
    GRAPH.post(admin, PATH, "{}", "application/json").expect(415);
  }

  private Answer load(String lines) {
    return GRAPH.post(admin, PATH, lines, "text/plain").expect(200);
  }

  private Answer contacts(String user) {
    return GRAPH.get(admin, "/v1/users/" + user + "/contacts").expect(200);
  }
}
