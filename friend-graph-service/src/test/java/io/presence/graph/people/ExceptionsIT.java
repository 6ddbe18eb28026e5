package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/users/{id}/privacy/exceptions}, and what follows from them. */
@Timeout(120)
class ExceptionsIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String HIDE = "{\"show_online_status\":\"deny\"}";

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String path = "/v1/users/" + ann + "/privacy/exceptions";
  private final String token = Token.of(ann);
  private final String admin = Token.of("root", "admin");

  @ParameterizedTest
  @CsvSource({
    // ann's settings for all; for this viewer; contacts; sight
    "contacts, contacts, deny,  ,      true,  none",
    "contacts, contacts, ,      deny,  true,  status_only",
    "nobody,   nobody,   allow, ,      true,  status_only",
    "nobody,   nobody,   allow, allow, false, full",
    "everyone, everyone, deny,  allow, false, none",
    "everyone, everyone, ,      deny,  false, status_only",
    "contacts, nobody,   ,      allow, true,  full",
  })
  void anExceptionGoesBeforeTheSetting(
      String status,
      String lastSeen,
      String statusForBob,
      String lastSeenForBob,
      boolean contacts,
      String sight) {
    String eve = GraphServer.person("eve");
    if (contacts) {
      befriend(bob);
      befriend(eve);
    }
    GRAPH
        .put(
            token,
            "/v1/users/" + ann + "/privacy",
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(status, lastSeen))
        .expect(200);
    String others = sight(eve);

    String body =
        "{"
            + (statusForBob == null ? "" : "\"show_online_status\":\"" + statusForBob + "\"")
            + (statusForBob == null || lastSeenForBob == null ? "" : ",")
            + (lastSeenForBob == null ? "" : "\"show_last_seen\":\"" + lastSeenForBob + "\"")
            + "}";
    GRAPH.put(token, path + "/" + bob, body).expect(200);
    assertThat(sight(bob)).isEqualTo(sight);
    assertThat(sight(eve)).as("nobody else is concerned").isEqualTo(others);
    var audience = GRAPH.asService("GET", "/internal/v1/audience/" + ann, "").expect(200);
    for (String list : List.of("full", "status_only")) {
      assertThat(audience.text(list).contains(bob)).isEqualTo(contacts && sight.equals(list));
    }
    assertThat(GRAPH.asService("GET", "/internal/v1/contacts/" + bob, "").items())
        .extracting("sight")
        .isEqualTo(contacts ? List.of(sight) : List.of());

    GRAPH.delete(token, path + "/" + bob).expect(204);
    assertThat(sight(bob)).isEqualTo(others);
  }

  @Test
  void versionsOfBothAreRaisedBeforeTheAnswerAndOnlyByAChange() {
    long annBefore = GRAPH.version(ann);
    long bobBefore = GRAPH.version(bob);
    GRAPH.put(token, path + "/" + bob, HIDE).expect(200);
    long annAfter = GRAPH.version(ann);
    assertThat(annAfter).isGreaterThan(annBefore);
    assertThat(GRAPH.version(bob)).isGreaterThan(bobBefore);
    GRAPH.put(token, path + "/" + bob, HIDE).expect(200);
    assertThat(GRAPH.version(ann)).isEqualTo(annAfter);
    GRAPH.delete(token, path + "/" + bob).expect(204);
    assertThat(GRAPH.version(ann)).isGreaterThan(annAfter);
    long annLast = GRAPH.version(ann);
    GRAPH.delete(token, path + "/" + bob).expect(204);
    assertThat(GRAPH.version(ann)).isEqualTo(annLast);
  }

  @Test
  void anExceptionIsReadAndReplacedAsAWhole() {
    GRAPH.get(token, path + "/" + bob).expectProblem(404, "no exception");
    GRAPH.put(token, path + "/" + bob, HIDE).expect(200);
    assertThat(GRAPH.get(token, path + "/" + bob).expect(200).json())
        .containsEntry("user_id", bob)
        .containsEntry("show_online_status", "deny")
        .containsKey("since")
        .doesNotContainKey("show_last_seen");
    assertThat(
            GRAPH.put(token, path + "/" + bob, "{\"show_last_seen\":\"allow\"}").expect(200).json())
        .containsEntry("show_last_seen", "allow")
        .doesNotContainKey("show_online_status");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void pagesGoThroughTheListOnce(int limit) {
    List<String> people = List.of(bob, GraphServer.person("eve"), GraphServer.person("joe"));
    people.forEach(person -> GRAPH.put(token, path + "/" + person, HIDE).expect(200));
    Answer first = GRAPH.get(token, path + "?limit=" + limit).expect(200);
    assertThat(first.ids()).isEqualTo(people.subList(0, limit));
    Answer rest = GRAPH.get(token, path + "?after=" + first.ids().getLast()).expect(200);
    assertThat(rest.ids()).isEqualTo(people.subList(limit, 3));
    assertThat(first.json().get("next")).isEqualTo(limit == 3 ? null : people.get(limit - 1));
    GRAPH.get(token, path + "?limit=501").expectProblem(400, "limit", "1-500", "501");
  }

  @Test
  void badExceptionsAreRefusedByFieldAndWord() {
    GRAPH.put(token, path + "/" + bob, "{}").expectProblem(400, "show_online_status", "DELETE");
    GRAPH
        .put(token, path + "/" + bob, "{\"show_last_seen\":\"contacts\"}")
        .expectProblem(400, "show_last_seen", "allow or deny", "contacts");
    GRAPH.put(token, path + "/" + ann, HIDE).expectProblem(400, "somebody else");
    GRAPH.put(token, path + "/no%20spaces", HIDE).expectProblem(400, "1-128");
  }

  @Test
  void onePersonMakesOnlySoManyExceptions() {
    try (GraphServer small =
        GraphServer.start("friend_graph_it", Map.of("presence.graph.max-privacy-exceptions", 2))) {
      small.put(token, path + "/x1", HIDE).expect(200);
      small.put(token, path + "/x2", HIDE).expect(200);
      small.put(token, path + "/x3", HIDE).expectProblem(409, "at most 2");
      small.put(token, path + "/x2", "{\"show_last_seen\":\"deny\"}").expect(200);
      small.delete(token, path + "/x1").expect(204);
      small.put(token, path + "/x3", HIDE).expect(200);
      assertThat(small.get(token, path).ids()).containsExactly("x2", "x3");
    }
  }

  /** Non-interference: the answers are alike whether or not the other is known. */
  @Test
  void anExceptionForAnUnknownPersonAnswersAsForAKnownOne() {
    String nobody = GraphServer.person("bob");
    GRAPH.put(admin, "/v1/users/" + bob, "{\"name\":\"Bob\"}").expect(200);
    assertThat(alike(GRAPH.put(token, path + "/" + nobody, HIDE), nobody))
        .isEqualTo(alike(GRAPH.put(token, path + "/" + bob, HIDE), bob));
    assertThat(GRAPH.get(token, path).body()).doesNotContain("Bob");
  }

  private static String alike(Answer answer, String id) {
    return answer.status()
        + answer.body().replace(id, "ID").replaceAll("\"since\":\"[^\"]+\"", "SINCE");
  }

  @Test
  void othersReadAndEditOnlyByRole() {
    String support = Token.of(GraphServer.person("sue"), "support");
    for (String person : List.of(bob, GraphServer.person("unknown"))) {
      GRAPH.get(Token.of(bob), path + "/" + person).expect(403);
      GRAPH.put(Token.of(bob), path + "/" + person, HIDE).expect(403);
      GRAPH.delete(Token.of(bob), path + "/" + person).expect(403);
      GRAPH.put(support, path + "/" + person, HIDE).expect(403);
    }
    GRAPH.get(Token.of(bob), path).expect(403);
    GRAPH.get(support, path).expect(200);
    GRAPH.put(admin, path + "/" + bob, HIDE).expect(200);
    GRAPH.get("no-token", path).expect(401);
  }

  @Test
  void whoLeavesTakesTheirOwnExceptionsAlongAndNoOthers() {
    GRAPH.put(token, path + "/" + bob, HIDE).expect(200);
    String about = "/v1/users/" + bob + "/privacy/exceptions";
    GRAPH.put(Token.of(bob), about + "/" + ann, HIDE).expect(200);
    GRAPH.delete(token, "/v1/users/" + ann).expect(204);
    assertThat(GRAPH.get(token, path).ids()).isEmpty();
    assertThat(GRAPH.get(Token.of(bob), about).ids()).containsExactly(ann);
  }

  private void befriend(String other) {
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + other).expect(200);
  }

  private String sight(String viewer) {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(viewer, ann);
    return GRAPH.asService("POST", "/internal/v1/sights", question).expect(200).firstText("sight");
  }
}
