package io.presence.graph.sights;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other services are answered on {@code /internal/v1}. */
@Timeout(120)
class SightsIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @Test
  void subjectsAreAnsweredInTheirOrderWhoeverTheyAre() {
    String open = GraphServer.person("open");
    befriend(ann, bob);
    privacy(open, "everyone", "everyone");
    assertThat(sights(ann, "nobody-at-all", bob, ann, open, bob).expect(200).items())
        .extracting(item -> item.get("user_id") + " " + item.get("sight"))
        .containsExactly(
            "nobody-at-all none", bob + " full", ann + " full", open + " full", bob + " full");
    assertThat(sights(ann, bob, open).items()).extracting("contact").containsExactly(true, false);
    assertThat(sights(ann).items()).isEmpty();
  }

  @Test
  void upToFiveHundredSubjectsAreAnswered() {
    String[] most = IntStream.range(0, 500).mapToObj(i -> "s" + i).toArray(String[]::new);
    assertThat(sights(ann, most).expect(200).items()).hasSize(500);
    String[] tooMany = IntStream.range(0, 501).mapToObj(i -> "s" + i).toArray(String[]::new);
    sights(ann, tooMany).expectProblem(400, "subjects", "500", "501");
    GRAPH.asService("POST", "/internal/v1/sights", "{\"viewer\":\"a b\"}").expect(400);
    GRAPH
        .asService("POST", "/internal/v1/sights", "{\"viewer\":\"a\",\"subjects\":[\"\"]}")
        .expect(400);
  }

  @Test
  void anAudienceNamesItsVersion() {
    String nobody = GraphServer.person("nobody");
    assertThat(audience(nobody).json())
        .containsEntry("user_id", nobody)
        .containsEntry("version", 0)
        .containsEntry("full", List.of())
        .containsEntry("status_only", List.of())
        .containsEntry("approximate", List.of());
    befriend(ann, bob);
    privacy(ann, "contacts", "nobody");
    assertThat(audience(ann).json())
        .containsEntry("version", GRAPH.version(ann))
        .containsEntry("full", List.of())
        .containsEntry("status_only", List.of(bob));
  }

  @Test
  void aPageOfContactsHasThoseOfWhomNothingMayBeSeen() {
    List<String> friends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      friends.add(GraphServer.person("friend"));
      befriend(ann, friends.get(i));
    }
    privacy(friends.get(0), "nobody", "contacts");
    GRAPH.put(admin, "/v1/users/" + friends.get(2) + "/blocks/" + ann).expect(204);

    Answer first = contacts(ann, "?limit=2").expect(200);
    assertThat(first.items()).extracting("sight").containsExactly("none", "full");
    assertThat(first.items()).extracting("contact").containsOnly(true);
    assertThat(first.json()).containsEntry("next", friends.get(1));
    Answer last = contacts(ann, "?limit=2&after=" + friends.get(1)).expect(200);
    assertThat(last.ids()).containsExactly(friends.get(2));
    assertThat(last.items()).extracting("sight").containsExactly("none");
    assertThat(last.json()).doesNotContainKey("next");
    contacts(ann, "?limit=501").expectProblem(400, "limit", "501");
  }

  @Test
  void clientsGetNoAnswerWhateverTheirRole() {
    for (String path :
        List.of(
            "/audience/" + ann,
            "/contacts/" + ann,
            "/rooms/lobby/members",
            "/explain?viewer=" + bob + "&subject=" + ann)) {
      assertThat(GRAPH.get(admin, "/internal/v1" + path).status()).isIn(401, 403);
    }
    String question = "{\"viewer\":\"%s\",\"subjects\":[]}".formatted(ann);
    assertThat(
            GRAPH.post(Token.of(ann), "/internal/v1/sights", question, "application/json").status())
        .isIn(401, 403);
  }

  @Test
  void readinessSpeaksForPostgresAndRedis() {
    Answer ready = GRAPH.get(admin, "/health/readiness").expect(200);
    assertThat(ready.body()).contains("jdbc", "redis").doesNotContain("kafka");
    String told = GRAPH.asService("GET", "/health", "").expect(200).body();
    assertThat(told).as("to strangers").contains("UP").doesNotContain("postgres", "redis");
  }

  private void befriend(String one, String other) {
    GRAPH.put(admin, "/v1/users/" + one + "/contacts/" + other).expect(200);
  }

  private void privacy(String user, String status, String lastSeen) {
    GRAPH
        .put(
            admin,
            "/v1/users/" + user + "/privacy",
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(status, lastSeen))
        .expect(200);
  }

  private static Answer sights(String viewer, String... subjects) {
    String list =
        List.of(subjects).stream().map(s -> '"' + s + '"').collect(Collectors.joining(","));
    return GRAPH.asService(
        "POST",
        "/internal/v1/sights",
        "{\"viewer\":\"%s\",\"subjects\":[%s]}".formatted(viewer, list));
  }

  private static Answer audience(String subject) {
    return GRAPH.asService("GET", "/internal/v1/audience/" + subject, "").expect(200);
  }

  private static Answer contacts(String viewer, String query) {
    return GRAPH.asService("GET", "/internal/v1/contacts/" + viewer + query, "");
  }
}
