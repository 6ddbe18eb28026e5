package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts and requests on real servers. */
@Timeout(120)
class ContactsIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @Test
  void twoPeopleBecomeContactsWhenTheOtherAccepts() {
    GRAPH.put(Token.of(ann), "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    long version = GRAPH.version(ann);
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(contacts(ann)).isEmpty();
    assertThat(received(bob).items()).hasSize(1).first().extracting("name").isEqualTo("Ann");
    assertThat(sent(ann).ids()).containsExactly(bob);
    assertThat(GRAPH.version(ann)).isEqualTo(version);

    accept(bob, ann).expect(204);
    assertThat(contacts(ann)).containsExactly(bob);
    assertThat(contacts(bob)).containsExactly(ann);
    assertThat(received(bob).ids()).isEmpty();
    assertThat(sent(ann).ids()).isEmpty();
    assertThat(ask(ann, bob)).isEqualTo("accepted");
    accept(bob, ann).expect(204);
  }

  @Test
  void askingSomebodyWhoHasAskedMakesContactsAtOnce() {
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(ask(bob, ann)).isEqualTo("accepted");
    assertThat(contacts(ann)).containsExactly(bob);
    assertThat(sent(ann).ids()).isEmpty();
  }

  @Test
  void twoWhoAskEachOtherAtOnceBecomeContacts() throws Exception {
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String one = GraphServer.person("one");
        String two = GraphServer.person("two");
        List<Callable<String>> asks = List.of(() -> ask(one, two), () -> ask(two, one));
        for (var asked : both.invokeAll(asks)) {
          asked.get();
        }
        assertThat(contacts(one)).containsExactly(two);
        assertThat(contacts(two)).containsExactly(one);
      }
    }
  }

  @Test
  void aDeclinedRequestLooksLikeAnOpenOneToItsSender() {
    ask(ann, bob);
    GRAPH.post(Token.of(bob), requests(bob) + "/" + ann + "/decline").expect(204);
    assertThat(received(bob).ids()).isEmpty();
    assertThat(sent(ann).ids()).containsExactly(bob);
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(received(bob).ids()).as("not asked again").isEmpty();

    assertThat(ask(bob, ann)).as("the other changes their mind").isEqualTo("accepted");
  }

  @Test
  void aRequestIsWithdrawnByItsSenderOrDeclinedByItsReceiver() {
    ask(ann, bob);
    GRAPH.delete(Token.of("eve"), requests(bob) + "/" + ann).expect(403);
    GRAPH.delete(Token.of(bob), requests(bob) + "/" + ann).expect(204);
    assertThat(received(bob).ids()).isEmpty();
    assertThat(sent(ann).ids()).containsExactly(bob);

    GRAPH.delete(Token.of(ann), requests(bob) + "/" + ann).expect(204);
    GRAPH.delete(Token.of(ann), requests(bob) + "/" + ann).expect(204);
    assertThat(sent(ann).ids()).isEmpty();
    accept(bob, ann).expectProblem(404, "has not asked");

    ask(ann, bob);
    GRAPH.delete(Token.of(ann), path(ann) + "/" + bob).expect(204);
    assertThat(received(bob).ids()).as("taken back as a contact").isEmpty();
  }

  @Test
  void theBlockedAskInVainAndDoNotLearnOfIt() {
    GRAPH.put(Token.of(bob), "/v1/users/" + bob + "/blocks/" + ann).expect(204);
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(sent(ann).ids()).containsExactly(bob);
    assertThat(received(bob).ids()).isEmpty();
  }

  @Test
  void anAdminMakesContactsWithoutAsking() {
    ask(bob, ann);
    GRAPH.put(admin, path(ann) + "/" + bob).expect(200);
    assertThat(contacts(ann)).containsExactly(bob);
    assertThat(contacts(bob)).containsExactly(ann);
    assertThat(received(ann).ids()).isEmpty();
  }

  @Test
  void partingIsForBothAndMayBeRepeated() {
    GRAPH.put(admin, path(ann) + "/" + bob).expect(200);
    GRAPH.delete(Token.of(bob), path(bob) + "/" + ann).expect(204);
    assertThat(contacts(ann)).isEmpty();
    assertThat(contacts(bob)).isEmpty();
    long version = GRAPH.version(ann);
    GRAPH.delete(Token.of(bob), path(bob) + "/" + ann).expect(204);
    assertThat(GRAPH.version(ann)).isEqualTo(version);
  }

  @Test
  void onePersonHasOnlySoManyContacts() {
    Map<String, Object> limits = Map.of("presence.graph.max-contacts", 2);
    String eve = GraphServer.person("eve");
    String joe = GraphServer.person("joe");
    try (GraphServer small = GraphServer.start("friend_graph_it", limits)) {
      ask(joe, ann);
      small.put(admin, path(ann) + "/" + bob).expect(200);
      small.put(admin, path(ann) + "/" + eve).expect(200);
      small.put(admin, path(ann) + "/" + joe).expectProblem(409, "at most 2 contacts", ann, "2");
      small.put(admin, path(joe) + "/" + ann).expectProblem(409, "at most 2 contacts", ann);
      small
          .post(Token.of(ann), requests(ann) + "/" + joe + "/accept")
          .expectProblem(409, "at most 2 contacts");
      small.put(Token.of(ann), path(ann) + "/" + joe).expectProblem(409, "at most 2 contacts");
      small.put(Token.of(ann), path(ann) + "/x").expectProblem(409, "at most 2 contacts");
      assertThat(contacts(joe)).isEmpty();
      assertThat(received(ann).ids()).as("not lost").containsExactly(joe);
      small.put(admin, path(ann) + "/" + eve).expect(200);

      small.delete(Token.of(ann), path(ann) + "/" + bob).expect(204);
      small.post(Token.of(ann), requests(ann) + "/" + joe + "/accept").expect(204);
      assertThat(contacts(ann)).containsExactly(eve, joe);
    }
  }

  /** The other's contacts are nobody's business, also how many they are. */
  @Test
  void thatTheOtherHasAllTheContactsTheyMayHaveIsSaidWithoutTheirNumber() {
    String zoe = "zoe";
    String max = "presence.graph.max-contacts";
    try (GraphServer small = GraphServer.start("friend_graph_it", Map.of(max, 2))) {
      small.put(Token.of(ann), path(ann) + "/" + zoe).expect(200);
      small.put(admin, path(ann) + "/one").expect(200);
      small.put(admin, path(ann) + "/two").expect(200);
      Answer full = small.post(Token.of(zoe), "/v1/users/zoe/contact-requests/" + ann + "/accept");
      full.expectProblem(409, ann, "no more contacts");
      assertThat(full.text("detail").replace(ann, "ANN")).doesNotContainPattern("[0-9]");
      assertThat(small.put(Token.of(zoe), path(zoe) + "/" + ann).text("detail"))
          .isEqualTo(full.text("detail"));
      small
          .put(admin, path(zoe) + "/" + ann)
          .expectProblem(409, "at most 2 contacts", ann + " has 2");
    }
  }

  @Test
  void requestsCanBePaged() {
    List<String> others = List.of(bob, GraphServer.person("eve"), GraphServer.person("joe"));
    for (String other : others) {
      ask(other, ann);
      ask(bob, GraphServer.person("zoe"));
    }
    Answer first = GRAPH.get(Token.of(ann), requests(ann) + "?limit=2").expect(200);
    assertThat(first.ids()).isEqualTo(others.subList(0, 2));
    Answer rest = GRAPH.get(Token.of(ann), requests(ann) + "?after=" + first.text("next"));
    assertThat(rest.ids()).isEqualTo(others.subList(2, 3));
    assertThat(rest.json()).doesNotContainKey("next");
    Answer sent = GRAPH.get(Token.of(bob), requests(bob) + "?direction=sent&limit=3").expect(200);
    assertThat(sent.ids()).hasSize(3);
    assertThat(
            GRAPH
                .get(Token.of(bob), requests(bob) + "?direction=sent&after=" + sent.text("next"))
                .ids())
        .hasSize(1);
  }

  @Test
  void othersReadAndEditOnlyByRole() {
    String eve = Token.of(GraphServer.person("eve"));
    String support = Token.of(GraphServer.person("sue"), "support");
    for (String list : List.of(path(ann), requests(ann))) {
      GRAPH.get(eve, list).expect(403);
      GRAPH.get(support, list).expect(200);
    }
    for (String token : List.of(eve, support)) {
      GRAPH.put(token, path(ann) + "/" + bob).expect(403);
      GRAPH.delete(token, path(ann) + "/" + bob).expect(403);
      GRAPH.post(token, requests(ann) + "/" + bob + "/accept").expect(403);
      GRAPH.post(token, requests(ann) + "/" + bob + "/decline").expect(403);
    }
    GRAPH.put(admin, path(ann) + "/" + ann).expectProblem(400, "somebody else", ann);
    GRAPH
        .get(admin, requests(ann) + "?direction=up")
        .expectProblem(400, "received or sent", "\"up\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 6})
  void pagesGoThroughAListOfFiveOnce(int limit) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(GraphServer.person("friend"));
      GRAPH.put(admin, path(ann) + "/" + expected.get(i)).expect(200);
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      Answer page = GRAPH.get(Token.of(ann), path(ann) + "?limit=" + limit + after).expect(200);
      assertThat(page.ids()).hasSizeBetween(1, limit);
      seen.addAll(page.ids());
      Object next = page.json().get("next");
      after = next == null ? "" : "&after=" + next;
    } while (!after.isEmpty());
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void limitsOutsideTheirRangeAreRefused() {
    for (String list : List.of(path(ann), requests(ann), "/v1/users/" + ann + "/blocks")) {
      GRAPH.get(admin, list + "?limit=1").expect(200);
      GRAPH.get(admin, list + "?limit=500").expect(200);
      GRAPH.get(admin, list + "?limit=0").expectProblem(400, "limit", "1-500", "0");
      GRAPH.get(admin, list + "?limit=501").expectProblem(400, "limit", "1-500", "501");
      GRAPH.get(admin, list + "?limit=many").expectProblem(400, "limit");
      GRAPH.get(admin, list + "?after=no%20spaces").expectProblem(400, "1-128");
    }
  }

  private static String ask(String user, String contact) {
    Answer answer = GRAPH.put(Token.of(user), path(user) + "/" + contact).expect(200);
    assertThat(answer.json()).containsEntry("user_id", contact);
    return answer.text("state");
  }

  private static Answer accept(String user, String from) {
    return GRAPH.post(Token.of(user), requests(user) + "/" + from + "/accept");
  }

  private static List<String> contacts(String user) {
    return GRAPH.get(Token.of(user), path(user)).expect(200).ids();
  }

  private static Answer received(String user) {
    return GRAPH.get(Token.of(user), requests(user)).expect(200);
  }

  private static Answer sent(String user) {
    return GRAPH.get(Token.of(user), requests(user) + "?direction=sent").expect(200);
  }

  private static String path(String user) {
    return "/v1/users/" + user + "/contacts";
  }

  private static String requests(String user) {
    return "/v1/users/" + user + "/contact-requests";
  }
}
