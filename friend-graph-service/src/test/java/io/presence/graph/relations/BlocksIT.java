package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks on real servers, and what follows from them. */
@Timeout(120)
class BlocksIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @Test
  void aBlockHidesBothWaysAndKeepsTheContact() {
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    assertThat(sight(ann, bob)).isEqualTo("full true");
    assertThat(audience(ann)).contains(bob);

    GRAPH.put(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    assertThat(sight(ann, bob)).isEqualTo("none true");
    assertThat(sight(bob, ann)).isEqualTo("none true");
    assertThat(audience(ann)).doesNotContain(bob);
    assertThat(audience(bob)).doesNotContain(ann);
    assertThat(GRAPH.get(admin, "/v1/users/" + ann + "/contacts").ids()).containsExactly(bob);
    assertThat(GRAPH.get(Token.of(ann), blocks(ann)).ids()).containsExactly(bob);
    assertThat(GRAPH.get(Token.of(bob), blocks(bob)).ids()).isEmpty();

    GRAPH.put(Token.of(bob), blocks(bob) + "/" + ann).expect(204);
    GRAPH.delete(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    assertThat(sight(ann, bob)).as("the other's block still holds").isEqualTo("none true");
    GRAPH.delete(Token.of(bob), blocks(bob) + "/" + ann).expect(204);
    assertThat(sight(ann, bob)).isEqualTo("full true");
    assertThat(audience(bob)).contains(ann);
  }

  @Test
  void aBlockHidesAlsoFromStrangersOfSomebodyOpenToEveryone() {
    GRAPH
        .put(admin, "/v1/users/" + ann + "/privacy", "{\"show_online_status\":\"everyone\"}")
        .expect(200);
    assertThat(sight(bob, ann)).isEqualTo("status_only false");
    GRAPH.put(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    assertThat(sight(bob, ann)).isEqualTo("none false");
  }

  /** Non-interference: PUT, list and DELETE answer alike whether or not the other is known. */
  @Test
  void blockingAnUnknownPersonAnswersAsForAKnownOne() {
    String nobody = GraphServer.person("bob");
    GRAPH.put(admin, "/v1/users/" + bob, "{\"name\":\"Bob\"}").expect(200);
    for (String path : new String[] {blocks(ann), "/v1/users/" + ann + "/contacts"}) {
      assertThat(alike(GRAPH.put(Token.of(ann), path + "/" + nobody), nobody))
          .isEqualTo(alike(GRAPH.put(Token.of(ann), path + "/" + bob), bob));
    }
    for (String list :
        new String[] {blocks(ann), "/v1/users/" + ann + "/contact-requests?direction=sent"}) {
      var items = GRAPH.get(Token.of(ann), list).expect(200).items();
      assertThat(items).hasSize(2);
      assertThat(items.getFirst().keySet()).isEqualTo(items.getLast().keySet());
      assertThat(items.toString()).doesNotContain("Bob");
    }
    for (String path : new String[] {blocks(ann), "/v1/users/" + ann + "/contacts"}) {
      assertThat(alike(GRAPH.delete(Token.of(ann), path + "/" + nobody), nobody))
          .isEqualTo(alike(GRAPH.delete(Token.of(ann), path + "/" + bob), bob));
    }
  }

  private static Answer alike(Answer answer, String id) {
    return new Answer(
        answer.status(), answer.contentType(), answer.body().replace(id, "ID"), Map.of());
  }

  @Test
  void othersReadAndEditOnlyByRole() {
    String support = Token.of(GraphServer.person("sue"), "support");
    GRAPH.get(Token.of(bob), blocks(ann)).expect(403);
    GRAPH.put(Token.of(bob), blocks(ann) + "/eve").expect(403);
    GRAPH.delete(Token.of(bob), blocks(ann) + "/eve").expect(403);
    GRAPH.get(support, blocks(ann)).expect(200);
    GRAPH.put(support, blocks(ann) + "/eve").expect(403);
    GRAPH.put(admin, blocks(ann) + "/eve").expect(204);
    GRAPH.put(Token.of(ann), blocks(ann) + "/" + ann).expectProblem(400, "somebody else");
  }

  @Test
  void onePersonBlocksAndAsksOnlySoMany() {
    Map<String, Object> limits =
        Map.of("presence.graph.max-blocks", 2, "presence.graph.max-requests", 2);
    try (GraphServer small = GraphServer.start("friend_graph_it", limits)) {
      for (String path : new String[] {blocks(ann), "/v1/users/" + ann + "/contacts"}) {
        assertThat(small.put(Token.of(ann), path + "/x1").status()).isBetween(200, 204);
        assertThat(small.put(Token.of(ann), path + "/x2").status()).isBetween(200, 204);
        small.put(Token.of(ann), path + "/x3").expectProblem(409, "at most 2");
        assertThat(small.put(Token.of(ann), path + "/x2").status()).isBetween(200, 204);
        small.delete(Token.of(ann), path + "/x1").expect(204);
        assertThat(small.put(Token.of(ann), path + "/x3").status()).isBetween(200, 204);
      }
      assertThat(small.get(Token.of(ann), blocks(ann)).ids()).containsExactly("x2", "x3");
    }
  }

  /** The sight and whether they are contacts. */
  private static String sight(String viewer, String subject) {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(viewer, subject);
    Answer answer = GRAPH.asService("POST", "/internal/v1/sights", question).expect(200);
    return answer.firstText("sight") + " " + answer.firstText("contact");
  }

  private static String audience(String subject) {
    return GRAPH.asService("GET", "/internal/v1/audience/" + subject, "").expect(200).text("full");
  }

  private static String blocks(String user) {
    return "/v1/users/" + user + "/blocks";
  }
}
