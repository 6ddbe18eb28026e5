package io.presence.graph.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What admins did, and who may know it. */
@Timeout(120)
class AuditIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String root = GraphServer.person("root");
  private final String admin = Token.of(root, "admin");
  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String user = "/v1/users/" + ann;

  @Test
  void everyWriteOfAnAdminIsThereOnce() {
    String room = GraphServer.person("room");
    String exception = user + "/privacy/exceptions/" + bob;
    String requests = user + "/contact-requests/";
    GRAPH.put(Token.of(bob), "/v1/users/" + bob + "/contacts/" + ann).expect(200);
    String eve = GraphServer.person("eve");
    GRAPH.put(Token.of(eve), "/v1/users/" + eve + "/contacts/" + ann).expect(200);
    for (int time = 0; time < 2; time++) {
      GRAPH.put(admin, user, "{\"name\":\"Ann\"}").expect(200);
      GRAPH.put(admin, user + "/privacy", "{\"show_last_seen\":\"nobody\"}").expect(200);
      GRAPH.put(admin, exception, "{\"show_last_seen\":\"allow\"}").expect(200);
      GRAPH.post(admin, requests + bob + "/accept").expect(204);
      GRAPH.post(admin, requests + eve + "/decline").expect(204);
      GRAPH.put(admin, user + "/blocks/" + eve).expect(204);
      GRAPH.put(admin, "/v1/rooms/" + room + "/members/" + ann).expect(204);
    }
    for (int time = 0; time < 2; time++) {
      GRAPH.delete(admin, exception).expect(204);
      GRAPH.delete(admin, user + "/blocks/" + eve).expect(204);
      GRAPH.delete(admin, user + "/contacts/" + bob).expect(204);
      GRAPH.delete(admin, "/v1/rooms/" + room + "/members/" + ann).expect(204);
    }
    GRAPH.put(admin, user + "/contacts/" + bob).expect(200);
    GRAPH.delete(admin, user).expect(204);
    assertThat(by("actor=" + root).items().reversed())
        .extracting(row -> row.get("action") + " " + row.get("target"))
        .containsExactly(
            "user.put " + ann,
            "privacy.put " + ann,
            "privacy.exception.put " + ann,
            "contact-request.accept " + ann,
            "contact-request.decline " + ann,
            "block.put " + ann,
            "room.member.put " + room,
            "privacy.exception.delete " + ann,
            "block.delete " + ann,
            "contact.delete " + ann,
            "room.member.delete " + room,
            "contact.put " + ann,
            "user.delete " + ann);
  }

  /** Nobody else may make contacts without being asked: not for themself either. */
  @Test
  void anAdminWhoMakesSomebodyTheirOwnContactIsFoundUnderBoth() {
    GRAPH.put(admin, "/v1/users/" + root + "/contacts/" + ann).expect(200);
    for (String found : List.of("target=" + ann, "target=" + root, "actor=" + root)) {
      assertThat(by(found).items())
          .singleElement()
          .satisfies(row ->
              assertThat(row)
                  .containsEntry("action", "contact.put")
                  .containsEntry("target", root)
                  .containsEntry("other", ann));
    }
    GRAPH.delete(admin, "/v1/users/" + root + "/contacts/" + ann).expect(204);
    assertThat(by("target=" + ann).items()).as("as everybody may").hasSize(1);
  }

  @Test
  void whatIsBetweenTwoPeopleIsFoundUnderBoth() {
    String room = GraphServer.person("room");
    String eve = GraphServer.person("eve");
    GRAPH.put(admin, user + "/contacts/" + bob).expect(200);
    GRAPH.delete(admin, user + "/contacts/" + bob).expect(204);
    for (String answer : List.of("accept", "decline")) {
      GRAPH.put(Token.of(bob), "/v1/users/" + bob + "/contacts/" + ann).expect(200);
      GRAPH.post(admin, user + "/contact-requests/" + bob + "/" + answer).expect(204);
      GRAPH.delete(Token.of(bob), "/v1/users/" + bob + "/contacts/" + ann).expect(204);
    }
    GRAPH.put(admin, user + "/blocks/" + bob).expect(204);
    GRAPH.delete(admin, user + "/blocks/" + bob).expect(204);
    String exception = user + "/privacy/exceptions/" + bob;
    GRAPH.put(admin, exception, "{\"show_last_seen\":\"allow\"}").expect(200);
    GRAPH.delete(admin, exception).expect(204);
    String people = "{\"user_ids\":[\"%s\",\"%s\"]}".formatted(eve, bob);
    GRAPH.post(admin, "/v1/rooms/" + room + "/members", people, "application/json").expect(200);
    GRAPH.delete(admin, "/v1/rooms/" + room + "/members/" + bob).expect(204);

    Answer ofBob = by("target=" + bob);
    assertThat(ofBob.items().reversed())
        .extracting(row -> row.get("action") + " " + row.get("target"))
        .containsExactly(
            "contact.put " + ann,
            "contact.delete " + ann,
            "contact-request.accept " + ann,
            "contact-request.decline " + ann,
            "block.put " + ann,
            "block.delete " + ann,
            "privacy.exception.put " + ann,
            "privacy.exception.delete " + ann,
            "room.member.put " + room,
            "room.member.delete " + room);
    assertThat(ofBob.items()).extracting("other").containsOnly(bob);
    assertThat(by("target=" + ann + "&other=" + bob).items())
        .isEqualTo(ofBob.items().subList(2, 10))
        .isEqualTo(by("target=" + bob + "&other=" + ann).items());

    Answer newest = by("target=" + bob + "&limit=3");
    Answer older = by("target=" + bob + "&limit=500&after=" + newest.text("next"));
    assertThat(newest.items()).isEqualTo(ofBob.items().subList(0, 3));
    assertThat(older.items()).isEqualTo(ofBob.items().subList(3, 10));
  }

  @Test
  void aRowSaysWhatWasBeforeAndAfter() {
    GRAPH.put(Token.of(ann), user, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(admin, user, "{\"name\":\"Anna\",\"picture_url\":\"https://p.example/a\"}");
    GRAPH.put(admin, user + "/privacy", "{\"show_online_status\":\"nobody\"}").expect(200);
    var rows = by("target=" + ann).items();
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst())
        .containsEntry("actor", root)
        .containsEntry(
            "before", Map.of("show_online_status", "contacts", "show_last_seen", "contacts"))
        .containsEntry(
            "after", Map.of("show_online_status", "nobody", "show_last_seen", "contacts"))
        .containsKeys("id", "at");
    assertThat(rows.getLast())
        .containsEntry("before", Map.of("user_id", ann, "name", "Ann"))
        .containsEntry(
            "after", Map.of("user_id", ann, "name", "Anna", "picture_url", "https://p.example/a"));
  }

  @Test
  void whatIsLostWithSomebodyIsCounted() {
    String eve = GraphServer.person("eve");
    String own = Token.of(ann);
    GRAPH.put(own, user, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(own, user + "/privacy", "{\"show_last_seen\":\"nobody\"}").expect(200);
    GRAPH.put(admin, user + "/contacts/" + bob).expect(200);
    GRAPH.put(admin, user + "/contacts/" + eve).expect(200);
    GRAPH.put(own, user + "/blocks/" + bob).expect(204);
    GRAPH.put(own, user + "/privacy/exceptions/" + eve, "{\"show_last_seen\":\"allow\"}");
    for (String other : List.of("x1", "x2", "x3")) {
      GRAPH.put(own, user + "/contacts/" + other).expect(200);
    }
    GRAPH.put(admin, "/v1/rooms/" + GraphServer.person("room") + "/members/" + ann).expect(204);
    GRAPH.delete(admin, user).expect(204);
    var row = by("target=" + ann).items().getFirst();
    assertThat(row).containsEntry("action", "user.delete").doesNotContainKey("after");
    assertThat(row.get("before"))
        .isEqualTo(
            Map.of(
                "user_id", ann,
                "name", "Ann",
                "show_last_seen", "nobody",
                "contacts", 2,
                "blocks", 1,
                "exceptions", 1,
                "requests", 3,
                "rooms", 1));
  }

  @Test
  void whoOnlyHadAskedSomebodyLeavesARowWhenAnAdminDeletesThem() {
    GRAPH.put(Token.of(ann), user + "/contacts/" + bob).expect(200);
    GRAPH.delete(admin, user).expect(204);
    GRAPH.delete(admin, user).expect(204);
    assertThat(by("target=" + ann).items())
        .singleElement()
        .satisfies(row ->
            assertThat(row.get("before"))
                .isEqualTo(
                    Map.of(
                        "user_id", ann,
                        "contacts", 0,
                        "blocks", 0,
                        "exceptions", 0,
                        "requests", 1,
                        "rooms", 0)));
  }

  @Test
  void whatPeopleDoToThemselvesIsTheirs() {
    GRAPH.put(Token.of(ann), user, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(Token.of(ann), user + "/blocks/" + bob).expect(204);
    GRAPH.put(admin, "/v1/users/" + root + "/privacy", "{\"show_last_seen\":\"nobody\"}");
    assertThat(by("target=" + ann).items()).isEmpty();
    assertThat(by("actor=" + ann).items()).isEmpty();
    assertThat(by("actor=" + root).items()).isEmpty();
  }

  /** Neither the change nor its row: they are one transaction. */
  @Test
  void whatWasRefusedIsNotThere() {
    Map<String, Object> limits = Map.of("presence.graph.max-blocks", 1);
    try (GraphServer small = GraphServer.start("friend_graph_it", limits)) {
      small.put(admin, user + "/blocks/" + bob).expect(204);
      small.put(admin, user + "/blocks/eve").expect(409);
      small.put(admin, user, "{\"name\":\"A\"}", "If-Match", "\"x\"").expect(412);
    }
    GRAPH.put(admin, user + "/privacy", "{}").expect(400);
    GRAPH.put(Token.of(bob), user + "/privacy", "{\"show_last_seen\":\"nobody\"}").expect(403);
    assertThat(by("target=" + ann).items()).extracting("action").containsExactly("block.put");
  }

  @Test
  void pagesGoBackInTime() {
    for (int i = 0; i < 5; i++) {
      GRAPH.put(admin, user, "{\"name\":\"Ann %d\"}".formatted(i)).expect(200);
    }
    Answer newest = by("target=" + ann + "&actor=" + root + "&limit=2");
    assertThat(names(newest)).containsExactly("Ann 4", "Ann 3");
    Answer older = by("target=" + ann + "&limit=2&after=" + newest.text("next"));
    assertThat(names(older)).containsExactly("Ann 2", "Ann 1");
    Answer oldest = by("target=" + ann + "&limit=2&after=" + older.text("next"));
    assertThat(names(oldest)).containsExactly("Ann 0");
    assertThat(oldest.json()).doesNotContainKey("next");
    assertThat(by("target=" + ann + "&actor=" + bob).items()).isEmpty();
    GRAPH.get(admin, "/v1/admin/audit?limit=501").expectProblem(400, "limit", "501");
    GRAPH.get(admin, "/v1/admin/audit?after=x").expect(400);
    for (String asked : List.of("actor", "target", "target=a&other")) {
      GRAPH
          .get(admin, "/v1/admin/audit?" + asked + "=a%00b")
          .expectProblem(400, asked.replace("target=a&", ""), "\"a?b\"");
    }
  }

  @Test
  void whatAdminsDidElsewhereIsThereToo() {
    String evictions = "/internal/v1/audit/evictions";
    String act = "{\"actor\":\"%s\",\"user_id\":\"%s\"".formatted(root, ann);
    String done =
        act
            + ",\"only\":[],\"ended\":{\"user_id\":\"%s\",\"sessions\":[\"s1\",\"s2\"]}}"
                .formatted(ann);
    GRAPH.asService("POST", evictions, act + ",\"only\":[]}").expect(204);
    GRAPH.asService("POST", evictions, act + ",\"only\":[\"s1\"]}").expect(204);
    GRAPH.asService("POST", evictions, done).expect(204);
    assertThat(by("target=" + ann + "&actor=" + root).items())
        .extracting("action", "before")
        .containsExactly(
            tuple("sessions.ended", Map.of("user_id", ann, "sessions", List.of("s1", "s2"))),
            tuple("sessions.ending", Map.of("only", List.of("s1"))),
            tuple("sessions.ending", Map.of("only", List.of())));
    GRAPH.post(admin, evictions, done, "application/json").expect(403);
    assertThat(by("target=" + ann).items()).hasSize(3);
  }

  @Test
  void usersMayNotReadIt() {
    GRAPH.get(Token.of(ann), "/v1/admin/audit?target=" + ann).expectProblem(403, "support");
    GRAPH.get(Token.of("sue", "support"), "/v1/admin/audit").expect(200);
    GRAPH.get("no-token", "/v1/admin/audit").expect(401);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> names(Answer page) {
    return page.items().stream()
        .map(row -> ((Map<String, Object>) row.getOrDefault("after", Map.of())).get("name"))
        .toList();
  }

  private Answer by(String query) {
    return GRAPH.get(admin, "/v1/admin/audit?" + query).expect(200);
  }
}
