package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.UserId;
import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.GraphRecords;
import io.presence.graph.relations.Pair;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/import/contacts} on real servers. */
@Timeout(180)
class ImportIT {
  private static final int PUSH_LIMIT = 5_000;
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String PATH = "/v1/import/contacts";
  private static final int PAIRS = 2 * ImportRun.BATCH - 1;

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
  @ValueSource(ints = {0, 1, ImportRun.BATCH - 1, ImportRun.BATCH, ImportRun.BATCH + 1})
  void importsOfAnySizeAreStoredOnceAndMayBeRepeated(int size) {
    String hub = GraphServer.person("hub");
    String lines =
        IntStream.range(0, size)
            .mapToObj(i -> hub + " " + hub + "-" + i + "\n")
            .collect(Collectors.joining());
    // A larger audience is pulled, not listed: to cross that limit is a change of its own.
    boolean pulled = size > PUSH_LIMIT;
    try (GraphRecords records = new GraphRecords(GRAPH)) {
      assertThat(load(lines).json())
          .containsEntry("accepted", size)
          .containsEntry("duplicates", 0)
          .containsEntry("errors", List.of());
      var crossings = pulled ? List.of(true) : List.of();
      // Noticed when its rows are relayed, after those of all imports before.
      await().atMost(Duration.ofSeconds(100)).until(() -> records.crossings(hub).equals(crossings));
    }
    long version = GRAPH.version(hub);
    assertThat(version > 0).as("raised").isEqualTo(size > 0);

    assertThat(load(lines).json())
        .containsEntry("accepted", 0)
        .containsEntry("duplicates", size)
        .containsEntry("rejected", 0);
    assertThat(GRAPH.version(hub)).as("nothing changed").isEqualTo(version);
    var contacts = GRAPH.asService("GET", "/internal/v1/audience/" + hub, "").json();
    assertThat(contacts).containsEntry("pull_only", pulled);
    assertThat((List<?>) contacts.get("full")).hasSize(pulled ? 0 : size);
  }

  @Test
  void ndjsonIsReadAsLinesAre() {
    String ann = GraphServer.person("ann");
    String bob = GraphServer.person("bob");
    String eve = GraphServer.person("eve");
    String lines =
        """
        {"a":"%1$s","b":"%2$s"}

        { "b" : "%1$s", "a": "%3$s", "since": {"year": 2012} }
        {"a":"%1$s"}
        {"a":"%1$s","b":{"id":"%2$s"}}
        ["%1$s","%2$s"]
        {"a":"%1$s","b":"%2$s"
        {"a":"%1$s","b":"%1$s"}
        {"a":"%1$s","b":"b*d"}
        """
            .formatted(ann, bob, eve);
    String long1 = "{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"".formatted(ann, bob);
    String fits = long1 + "x".repeat(PairJson.MAX_LENGTH - long1.length() - 2) + "\"}\n";
    String tooLong = long1 + "x".repeat(PairJson.MAX_LENGTH - long1.length() - 1) + "\"}\n";
    Answer answer =
        GRAPH.post(admin, PATH, lines + fits + tooLong, "application/x-ndjson").expect(200);
    assertThat(answer.json())
        .containsEntry("accepted", 2)
        .containsEntry("duplicates", 1)
        .containsEntry("rejected", 7);
    assertThat(answer.text("errors"))
        .contains("line=4", "line=5", "line=6", "line=7", "line=8", "line=9", "line=11")
        .contains("ids a and b", "themself", "1-128", "at most 1000 bytes");
    assertThat(contacts(ann).ids()).containsExactly(bob, eve);
  }

  /** Also how an admin learns of an import that another one has sent. */
  @Test
  void aLongImportCanBeFollowedWhileItRuns() throws Exception {
    String hub = GraphServer.person("hub");
    String id = GraphServer.person("import");
    String state = PATH + "/" + id;
    GRAPH.get(admin, state).expectProblem(404, id);
    var source = new PipedInputStream(1 << 16);
    var sink = new PipedOutputStream(source);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer =
          threads.submit(() ->
              GRAPH.post(
                  admin,
                  PATH,
                  BodyPublishers.ofInputStream(() -> source),
                  "text/plain",
                  "Import-Id",
                  id));
      try (sink) {
        writeAndWatch(sink, hub, id);
      }
      Answer done = answer.get();
      assertThat(done.expect(200).json()).containsEntry("accepted", PAIRS);
      assertThat(done.header("import-id")).isEqualTo(id);
    }
    assertThat(GRAPH.get(admin, state).json())
        .containsEntry("state", "finished")
        .containsEntry("lines", PAIRS + 1)
        .containsEntry("accepted", PAIRS);
    assertThat(GRAPH.get(admin, PATH).items()).extracting("import_id").contains(id);

    GRAPH
        .post(admin, PATH, BodyPublishers.ofString(hub + " x"), "text/plain", "Import-Id", id)
        .expect(200);
    assertThat(GRAPH.get(admin, state).json()).as("begun anew").containsEntry("accepted", 1);
  }

  private void writeAndWatch(OutputStream sink, String hub, String id) throws IOException {
    sink.write("nonsense\n".getBytes(StandardCharsets.UTF_8));
    // More than a batch, since client and server hold back some of it; less than two.
    for (int i = 0; i < PAIRS; i++) {
      sink.write("%s %s-%d\n".formatted(hub, hub, i).getBytes(StandardCharsets.UTF_8));
    }
    sink.flush();
    String state = PATH + "/" + id;
    var running =
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(
                () -> GRAPH.get(Token.of("sue", "support"), state).expect(200).json(),
                json -> json.get("lines") instanceof Number n && n.intValue() > ImportRun.BATCH);
    assertThat(running)
        .containsEntry("import_id", id)
        .containsEntry("state", "running")
        .containsEntry("actor", "root")
        .containsEntry("accepted", ImportRun.BATCH)
        .containsEntry("rejected", 1);
    Answer refused =
        GRAPH.post(admin, PATH, BodyPublishers.ofString("a b"), "text/plain", "Import-Id", id);
    refused.expectProblem(409, id, "running");
    assertThat(refused.text("type")).isEqualTo("urn:presence:problem:import-running");
  }

  @Test
  void importsAreNamedByTheirSenderOrTheServer() {
    Answer answer = GRAPH.post(admin, PATH, "", "text/plain").expect(200);
    GRAPH.get(admin, PATH + "/" + answer.header("import-id")).expect(200);
    GRAPH
        .post(admin, PATH, BodyPublishers.noBody(), "text/plain", "Import-Id", "no spaces")
        .expectProblem(400, "Import-Id", "1-64", "\"no spaces\"");
    for (int i = 0; i <= ImportStates.KEPT; i++) {
      GRAPH.post(admin, PATH, "", "text/plain").expect(200);
    }
    assertThat(GRAPH.get(admin, PATH).items()).hasSize(ImportStates.KEPT);
    GRAPH.get(admin, PATH + "/" + answer.header("import-id")).expectProblem(404, "newest 100");
  }

  /** All or nothing: the batch that fails leaves neither pairs nor audit; those before it stay. */
  @Test
  void aBatchIsStoredWhollyOrNotAtAll() {
    String id = GraphServer.person("import");
    String hub = GraphServer.person("hub");
    var pair = Pair.of(new UserId(hub), new UserId(hub + "-x"));
    var batches = GRAPH.bean(PairBatch.class);
    assertThatThrownBy(() ->
            batches.store(
                new TreeSet<>(Set.of(pair)),
                accepted -> {
                  GRAPH
                      .bean(Audit.class)
                      .ofImport(new UserId("root"), id, Map.of("n", 1), List.of(), List.of());
                  throw new IllegalStateException("on purpose");
                }))
        .hasStackTraceContaining("on purpose");
    assertThat(contacts(hub).ids()).isEmpty();
    assertThat(GRAPH.get(admin, "/v1/admin/audit?target=" + id).items()).isEmpty();
    assertThat(GRAPH.version(hub)).isZero();
  }

  @Test
  void eachBatchThatChangedSomethingIsAudited() {
    String hub = GraphServer.person("hub");
    String id = GraphServer.person("import");
    String lines =
        IntStream.range(0, ImportRun.BATCH + 1)
            .mapToObj(i -> hub + " " + hub + "-" + i + "\n")
            .collect(Collectors.joining());
    for (int time = 0; time < 2; time++) {
      GRAPH
          .post(admin, PATH, BodyPublishers.ofString(lines), "text/plain", "Import-Id", id)
          .expect(200);
      var rows = GRAPH.get(admin, "/v1/admin/audit?target=" + id).expect(200).items();
      assertThat(rows).extracting("action").containsExactly("import.contacts", "import.contacts");
      assertThat(rows.getLast().get("after"))
          .isEqualTo(
              Map.of(
                  "from_line",
                  1,
                  "to_line",
                  ImportRun.BATCH,
                  "accepted",
                  ImportRun.BATCH,
                  "duplicates",
                  0));
    }
  }

  /** Also of a batch of many, and only of pairs that were no contacts before. */
  @Test
  void itCanBeFoundOutLaterByWhichImportTwoPeopleBecameContacts() {
    String ann = GraphServer.person("ann");
    String bob = GraphServer.person("bob");
    String eve = GraphServer.person("eve");
    String first = GraphServer.person("import");
    String second = GraphServer.person("import");
    String many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> bob + " x" + i + "\n")
            .collect(Collectors.joining());
    String both = ann + " " + bob + "\n";
    load(many + both, first);
    load(both + ann + " " + eve + "\n" + bob + " " + ann, second);

    assertThat(audited("target=" + ann)).containsExactly(second, first);
    assertThat(audited("target=" + ann + "&other=" + bob)).containsExactly(first);
    assertThat(audited("target=" + bob + "&other=" + ann)).containsExactly(first);
    assertThat(audited("target=" + ann + "&other=" + eve)).containsExactly(second);
    assertThat(audited("target=" + bob + "&other=" + eve)).isEmpty();
    assertThat(audited("target=" + ann + "&actor=nobody")).isEmpty();
    GRAPH.get(admin, "/v1/admin/audit?other=" + bob).expectProblem(400, "other", "target");
  }

  private void load(String lines, String id) {
    GRAPH
        .post(admin, PATH, BodyPublishers.ofString(lines), "text/plain", "Import-Id", id)
        .expect(200);
  }

  private List<Object> audited(String query) {
    return GRAPH.get(admin, "/v1/admin/audit?" + query).expect(200).items().stream()
        .map(row -> row.get("target"))
        .toList();
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
    for (String path : List.of(PATH, PATH + "/some-id")) {
      GRAPH.get(Token.of("ann"), path).expectProblem(403, "support");
    }
    assertThat(GRAPH.get(Token.of("sue", "support"), PATH).expect(200).items()).isNotNull();
    GRAPH.post(admin, PATH, "{}", "application/json").expect(415);
  }

  private Answer load(String lines) {
    return GRAPH.post(admin, PATH, lines, "text/plain").expect(200);
  }

  private Answer contacts(String user) {
    return GRAPH.get(admin, "/v1/users/" + user + "/contacts").expect(200);
  }
}
