package io.presence.graph.sights;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code GET /internal/v1/explain}: the whole chain of reasons, with times. */
@Timeout(120)
class ExplainIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @Test
  void everyRuleHasItsReason() {
    assertThat(why()).isEqualTo("none: unknown_user");
    privacy("contacts", "contacts");
    assertThat(why()).isEqualTo("none: privacy_not_contact");
    privacy("everyone", "everyone");
    assertThat(why()).isEqualTo("full: privacy_everyone");
    privacy("contacts", "contacts");
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    assertThat(why()).isEqualTo("full: contact");
    privacy("contacts", "nobody");
    assertThat(why()).isEqualTo("status_only: contact last_seen_hidden");
    privacy("nobody", "nobody");
    assertThat(why()).isEqualTo("none: privacy_nobody");
    exception("{\"show_online_status\":\"allow\"}");
    assertThat(why()).isEqualTo("status_only: privacy_allowed last_seen_hidden");
    exception("{\"show_online_status\":\"deny\"}");
    assertThat(why()).isEqualTo("none: privacy_denied");
    block(bob, ann);
    assertThat(why()).isEqualTo("none: blocked_by_viewer privacy_denied");
    block(ann, bob);
    assertThat(why()).isEqualTo("none: blocked_by_subject blocked_by_viewer privacy_denied");
    assertThat(why(explain(ann, ann))).isEqualTo("full: self");
  }

  @Test
  void reasonsSaySinceWhenAndTheAnswerNamesItsVersion() {
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    Answer contact = explain(bob, ann);
    assertThat(contact.json())
        .containsEntry("viewer", bob)
        .containsEntry("subject", ann)
        .containsEntry("contact", true)
        .containsEntry("graph_version", GRAPH.version(ann));
    assertThat(reasons(contact)).singleElement().satisfies(ExplainIT::isRecent);
    exception("{\"show_last_seen\":\"deny\"}");
    assertThat(reasons(explain(bob, ann))).allSatisfy(ExplainIT::isRecent);
    block(ann, bob);
    assertThat(reasons(explain(bob, ann))).singleElement().satisfies(ExplainIT::isRecent);
    assertThat(reasons(explain(ann, ann)).getFirst())
        .doesNotContainKey("at")
        .hasEntrySatisfying("text", text -> assertThat((String) text).endsWith("."));
  }

  /** One time for each setting: to change the other is no news of this one. */
  @Test
  void whatASettingDecidesSaysSinceWhenThatIsSet() {
    privacy("everyone", "nobody");
    Object everyone = at("privacy_everyone");
    Object hidden = at("last_seen_hidden");
    assertThat(List.of(everyone, hidden)).doesNotContain("null");
    privacy("everyone", "contacts");
    assertThat(at("privacy_everyone")).isEqualTo(everyone);
    assertThat(at("last_seen_hidden")).isNotEqualTo(hidden);
    privacy("everyone", "contacts");
    GRAPH.put(admin, "/v1/users/" + ann + "/privacy", "{\"show_last_seen\":\"everyone\"}");
    assertThat(at("privacy_everyone")).isEqualTo(everyone);
    privacy("contacts", "everyone");
    Object notContact = at("privacy_not_contact");
    assertThat(notContact).isNotIn("null", everyone);
    privacy("nobody", "everyone");
    assertThat(at("privacy_nobody")).isNotIn("null", notContact);
    assertThat(reasons(explain(bob, ann))).allSatisfy(ExplainIT::isRecent);
  }

  /** The time of the one reason of bob's sight that has this code. */
  private String at(String code) {
    return reasons(explain(bob, ann)).stream()
        .filter(reason -> code.equals(reason.get("code")))
        .map(reason -> String.valueOf(reason.get("at")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void badQuestionsAreRefused() {
    GRAPH.asService("GET", "/internal/v1/explain?viewer=a", "").expectProblem(400, "subject");
    GRAPH.asService("GET", "/internal/v1/explain?viewer=a&subject=b%20c", "").expect(400);
  }

  private static void isRecent(Map<String, Object> reason) {
    assertThat(Instant.parse((String) reason.get("at")))
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
  }

  /** What bob sees of ann; an explanation never says another sight than was decided. */
  private String why() {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(bob, ann);
    String sight = GRAPH.asService("POST", "/internal/v1/sights", question).firstText("sight");
    Answer explained = explain(bob, ann);
    assertThat(explained.text("sight")).isEqualTo(sight);
    return why(explained);
  }

  private static String why(Answer explained) {
    return explained.text("sight")
        + ": "
        + reasons(explained).stream()
            .map(reason -> (String) reason.get("code"))
            .collect(Collectors.joining(" "));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> reasons(Answer explained) {
    return (List<Map<String, Object>>) explained.json().getOrDefault("reasons", List.of());
  }

  private static Answer explain(String viewer, String subject) {
    String path = "/internal/v1/explain?viewer=" + viewer + "&subject=" + subject;
    return GRAPH.asService("GET", path, "").expect(200);
  }

  private void privacy(String status, String lastSeen) {
    GRAPH
        .put(
            admin,
            "/v1/users/" + ann + "/privacy",
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(status, lastSeen))
        .expect(200);
  }

  private void exception(String body) {
    GRAPH.put(admin, "/v1/users/" + ann + "/privacy/exceptions/" + bob, body).expect(200);
  }

  private void block(String user, String blocked) {
    GRAPH.put(admin, "/v1/users/" + user + "/blocks/" + blocked).expect(204);
  }
}
