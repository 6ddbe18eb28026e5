package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a deployment decides for all its people. */
@Timeout(120)
class PolicyIT {
  private static final String DATABASE = "friend_graph_it";
  private static GraphServer strict;

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @BeforeAll
  static void start() {
    strict = GraphServer.start(DATABASE, Map.of("presence.visibility.reciprocity", true));
  }

  @AfterAll
  static void stop() {
    strict.close();
  }

  @Test
  void whoHidesTheirLastSeenFromEverybodySeesNobodys() {
    befriend(strict);
    assertThat(seen(strict, bob, ann)).isEqualTo("full");
    set(strict, bob, "contacts", "nobody");
    assertThat(seen(strict, bob, ann)).isEqualTo("status_only");
    assertThat(audience(strict, ann)).isEqualTo(Map.of("status_only", List.of(bob)));
    assertThat(strict.asService("GET", "/internal/v1/contacts/" + bob, "").firstText("sight"))
        .isEqualTo("status_only");

    String exceptions = "/v1/users/" + bob + "/privacy/exceptions/" + GraphServer.person("eve");
    strict.put(admin, exceptions, "{\"show_last_seen\":\"allow\"}").expect(200);
    assertThat(seen(strict, bob, ann)).as("not from everybody any more").isEqualTo("full");
    strict.delete(admin, exceptions).expect(204);
    assertThat(seen(strict, bob, ann)).isEqualTo("status_only");

    set(strict, bob, "nobody", "contacts");
    assertThat(seen(strict, bob, ann)).as("hidden with the status").isEqualTo("status_only");
    set(strict, bob, "contacts", "contacts");
    assertThat(audience(strict, ann)).isEqualTo(Map.of("full", List.of(bob)));
  }

  /** Others cache ann's audience by her version, and bob's setting has changed it. */
  @Test
  void hidingOnesLastSeenRaisesTheVersionsOfOnesContacts() {
    befriend(strict);
    long before = strict.version(ann);
    set(strict, bob, "contacts", "nobody");
    long hidden = strict.version(ann);
    assertThat(hidden).isGreaterThan(before);
    set(strict, bob, "nobody", "nobody");
    assertThat(strict.version(ann)).as("bob still hides it").isEqualTo(hidden);
    String exception = "/v1/users/" + bob + "/privacy/exceptions/" + GraphServer.person("eve");
    strict
        .put(admin, exception, "{\"show_last_seen\":\"allow\",\"show_online_status\":\"allow\"}")
        .expect(200);
    long shown = strict.version(ann);
    assertThat(shown).isGreaterThan(hidden);
    strict.delete(admin, exception).expect(204);
    assertThat(strict.version(ann)).isGreaterThan(shown);

    long last = strict.version(ann);
    set(GraphServer.shared(), bob, "contacts", "contacts");
    assertThat(strict.version(ann)).as("no matter without reciprocity").isEqualTo(last);
  }

  @Test
  void approximationsAreForThoseWhoMaySeeTheStatusOnly() {
    Map<String, Object> policy = Map.of("presence.visibility.approximate-last-seen", true);
    try (GraphServer mild = GraphServer.start(DATABASE, policy)) {
      befriend(mild);
      assertThat(seen(mild, bob, ann)).isEqualTo("full");
      set(mild, ann, "contacts", "nobody");
      assertThat(seen(mild, bob, ann)).isEqualTo("approximate");
      assertThat(audience(mild, ann)).isEqualTo(Map.of("approximate", List.of(bob)));
      String eve = GraphServer.person("eve");
      assertThat(seen(mild, eve, ann)).isEqualTo("none");
      set(mild, ann, "everyone", "contacts");
      assertThat(seen(mild, eve, ann)).isEqualTo("approximate");
    }
  }

  /** What people have set is theirs, also if it is what the default was. */
  @Test
  void aDefaultIsForThoseWhoHaveSetNothing() {
    GraphServer shared = GraphServer.shared();
    String eve = GraphServer.person("eve");
    shared.put(admin, "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    set(shared, bob, "contacts", "contacts");
    shared
        .put(admin, "/v1/users/" + eve + "/privacy", "{\"show_last_seen\":\"nobody\"}")
        .expect(200);
    Map<String, Object> open =
        Map.of(
            "presence.visibility.default-online-status", "everyone",
            "presence.visibility.default-last-seen", "everyone");
    try (GraphServer other = GraphServer.start(DATABASE, open)) {
      String viewer = GraphServer.person("viewer");
      assertThat(seen(other, viewer, ann)).isEqualTo("full");
      assertThat(seen(other, viewer, bob)).isEqualTo("none");
      assertThat(seen(other, viewer, eve)).isEqualTo("status_only");
      assertThat(other.get(admin, "/v1/users/" + bob + "/privacy").json())
          .containsEntry("show_online_status", "contacts")
          .containsEntry("show_last_seen", "contacts");
      assertThat(other.get(admin, "/v1/users/" + eve + "/privacy").json())
          .containsEntry("show_online_status", "everyone")
          .containsEntry("show_last_seen", "nobody");
    }
  }

  private void befriend(GraphServer graph) {
    graph.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
  }

  private void set(GraphServer graph, String user, String status, String lastSeen) {
    graph
        .put(
            admin,
            "/v1/users/" + user + "/privacy",
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(status, lastSeen))
        .expect(200);
  }

  private static String seen(GraphServer graph, String viewer, String subject) {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(viewer, subject);
    return graph.asService("POST", "/internal/v1/sights", question).expect(200).firstText("sight");
  }

  /** The lists that are not empty. */
  private static Map<String, Object> audience(GraphServer graph, String subject) {
    var json = graph.asService("GET", "/internal/v1/audience/" + subject, "").expect(200).json();
    json.keySet().removeAll(List.of("user_id", "version", "pull_only"));
    json.values().removeIf(List.of()::equals);
    return json;
  }
}
