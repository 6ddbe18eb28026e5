package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two editors of one person: {@code ETag}, {@code If-Match}, {@code If-None-Match}. */
@Timeout(120)
class ConcurrentEditsIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String HIDE = "{\"show_last_seen\":\"nobody\"}";

  private static final String HIDE_FROM_ONE = "{\"show_last_seen\":\"deny\"}";

  private final String ann = GraphServer.person("ann");
  private final String path = "/v1/users/" + ann;
  private final String admin = Token.of("root", "admin");

  @Test
  void aProfileIsOverwrittenOnlyAsItWasRead() {
    Answer first = GRAPH.put(admin, path, name("Ann"), "If-None-Match", "*").expect(200);
    String read = first.header("etag");
    assertThat(read).isNotEmpty();
    assertThat(GRAPH.get(admin, path).header("etag")).isEqualTo(read);
    GRAPH
        .put(admin, path, name("Anna"), "If-None-Match", "*")
        .expectProblem(412, "profile of " + ann, read);

    String second = GRAPH.put(admin, path, name("Anna"), "If-Match", read).header("etag");
    assertThat(second).isNotEqualTo(read);
    Answer late = GRAPH.put(admin, path, name("Annie"), "If-Match", read);
    late.expectProblem(412, "read it again", read);
    assertThat(late.json()).containsEntry("type", "urn:presence:problem:precondition-failed");
    assertThat(GRAPH.get(admin, path).json()).containsEntry("name", "Anna");

    GRAPH.put(admin, path, name("Annie")).expect(200);
    GRAPH.put(admin, path, name("A"), "If-Match", "*").expect(200);
    GRAPH.delete(admin, path).expect(204);
    GRAPH.put(admin, path, name("A"), "If-Match", "*").expectProblem(412, "none");
    GRAPH.get(admin, path).expect(404);
  }

  @Test
  void privacyIsOverwrittenOnlyAsItWasReadAlsoIfItWasNeverSet() {
    String unset = GRAPH.get(admin, path + "/privacy").expect(200).header("etag");
    String set = GRAPH.put(admin, path + "/privacy", HIDE, "If-Match", unset).header("etag");
    assertThat(GRAPH.get(admin, path + "/privacy").header("etag")).isEqualTo(set);
    long version = GRAPH.version(ann);
    GRAPH
        .put(admin, path + "/privacy", "{\"show_last_seen\":\"everyone\"}", "If-Match", unset)
        .expectProblem(412, "privacy of " + ann);
    assertThat(GRAPH.version(ann)).isEqualTo(version);
    assertThat(GRAPH.get(admin, path + "/privacy").json())
        .containsEntry("show_last_seen", "nobody");
  }

  @Test
  void anExceptionIsReplacedOrTakenBackOnlyAsItWasRead() {
    String exception = path + "/privacy/exceptions/" + GraphServer.person("bob");
    GRAPH
        .put(admin, exception, HIDE_FROM_ONE, "If-Match", "*")
        .expectProblem(412, "exception of " + ann, "none");
    String read =
        GRAPH.put(admin, exception, HIDE_FROM_ONE, "If-None-Match", "*").expect(200).header("etag");
    assertThat(read).isNotEmpty();
    assertThat(GRAPH.get(admin, exception).expect(200).header("etag")).isEqualTo(read);
    assertThat(GRAPH.put(admin, exception, HIDE_FROM_ONE).header("etag")).isEqualTo(read);
    GRAPH.put(admin, exception, HIDE_FROM_ONE, "If-None-Match", "*").expect(412);

    String edit = "{\"show_online_status\":\"deny\"}";
    String second = GRAPH.put(admin, exception, edit, "If-Match", read).expect(200).header("etag");
    assertThat(second).isNotEqualTo(read);
    long version = GRAPH.version(ann);
    GRAPH
        .put(admin, exception, HIDE_FROM_ONE, "If-Match", read)
        .expectProblem(412, "read it again", second);
    GRAPH.deleteIf(admin, exception, "If-Match", read).expectProblem(412, "exception of " + ann);
    assertThat(GRAPH.version(ann)).isEqualTo(version);
    assertThat(GRAPH.get(admin, exception).json()).containsEntry("show_online_status", "deny");
    GRAPH.deleteIf(admin, exception, "If-Match", second).expect(204);
    GRAPH.get(admin, exception).expect(404);
    GRAPH.deleteIf(admin, exception, "If-Match", second).expectProblem(412, "none");
    GRAPH.delete(admin, exception).expect(204);
  }

  @Test
  void somebodyIsDeletedOnlyAsTheyWereRead() {
    String read = GRAPH.put(admin, path, name("Ann")).expect(200).header("etag");
    String now = GRAPH.put(admin, path, name("Anna")).expect(200).header("etag");
    GRAPH.deleteIf(admin, path, "If-Match", read).expectProblem(412, "profile of " + ann, now);
    GRAPH.get(admin, path).expect(200);
    GRAPH.deleteIf(Token.of("eve"), path, "If-Match", read).expect(403);
    GRAPH.deleteIf(admin, path, "If-Match", now).expect(204);
    GRAPH.get(admin, path).expect(404);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofManyWhoReadTheSameOneWins(boolean fresh) throws Exception {
    String tag = fresh ? "*" : GRAPH.put(admin, path, name("Ann")).expect(200).header("etag");
    String condition = fresh ? "If-None-Match" : "If-Match";
    List<Callable<Integer>> edits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String body = name("editor " + i);
      edits.add(() -> GRAPH.put(admin, path, body, condition, tag).status());
    }
    List<Integer> answers = new ArrayList<>();
    try (var editors = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var edit : editors.invokeAll(edits)) {
        answers.add(edit.get());
      }
    }
    assertThat(answers).containsOnly(200, 412);
    assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
  }

  /** Who may not edit learns nothing of what is there. */
  @Test
  void conditionsComeAfterPermission() {
    for (String token : List.of(Token.of("eve"), Token.of("sue", "support"))) {
      GRAPH.put(token, path, name("x"), "If-Match", "\"x\"").expect(403);
      GRAPH.put(token, path + "/privacy", HIDE, "If-Match", "\"x\"").expect(403);
    }
  }

  private static String name(String name) {
    return "{\"name\":\"%s\"}".formatted(name);
  }
}
