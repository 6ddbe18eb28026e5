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

  /** As last seen is: neither learns of what is newer than the block, nor of the block itself. */
  @Test
  void namesAndPicturesAreThoseOfWhenTheBlockBegan() {
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    profile(ann, "Ann");
    profile(bob, "Bob");
    String before = inContacts(ann, bob);
    assertThat(before).contains("Bob", "https://p.example/Bob");
    GRAPH.put(Token.of(bob), blocks(bob) + "/" + ann).expect(204);
    profile(ann, "Anna");
    profile(bob, "Robert");
    assertThat(inContacts(ann, bob)).isEqualTo(before);
    assertThat(inContacts(bob, ann)).contains("name=Ann,").doesNotContain("Anna");

    GRAPH.put(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    GRAPH.delete(Token.of(bob), blocks(bob) + "/" + ann).expect(204);
    assertThat(inContacts(ann, bob)).as("the older of two blocks").isEqualTo(before);
    GRAPH.delete(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    assertThat(inContacts(ann, bob)).contains("Robert", "https://p.example/Robert");
    assertThat(inContacts(bob, ann)).contains("Anna");
  }

  @Test
  void aRequestShowsTheNameOfWhenItsSenderBlockedItsReceiver() {
    profile(ann, "Ann");
    GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    GRAPH.put(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    profile(ann, "Anna");
    var received = GRAPH.get(Token.of(bob), "/v1/users/" + bob + "/contact-requests").items();
    assertThat(received).hasSize(1);
    assertThat(received.getFirst())
        .containsEntry("name", "Ann")
        .containsEntry("picture_url", "https://p.example/Ann");
  }

  /** What somebody was called is theirs, and goes with them. */
  @Test
  void whoLeavesTakesTheirNameOutOfTheBlocksOfOthers() {
    profile(bob, "Bob");
    GRAPH.put(Token.of(ann), blocks(ann) + "/" + bob).expect(204);
    GRAPH.delete(Token.of(bob), "/v1/users/" + bob).expect(204);
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    assertThat(inContacts(ann, bob)).doesNotContain("Bob");
  }

  private static void profile(String user, String name) {
    GRAPH
        .put(
            Token.of(user),
            "/v1/users/" + user,
            "{\"name\":\"%1$s\",\"picture_url\":\"https://p.example/%1$s\"}".formatted(name))
        .expect(200);
  }

  private static String inContacts(String user, String contact) {
    var items = GRAPH.get(Token.of(user), "/v1/users/" + user + "/contacts").expect(200).items();
    return items.stream()
        .filter(item -> contact.equals(item.get("user_id")))
        .findFirst()
        .orElseThrow()
        .toString();
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
