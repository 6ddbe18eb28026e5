package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    String exceptions = "/v1/users/" + bob + "/privacy/exceptions/";
    String invented = GraphServer.person("invented");
    strict.put(admin, exceptions + invented, "{\"show_last_seen\":\"allow\"}").expect(200);
    assertThat(seen(strict, bob, ann)).as("still hidden from ann").isEqualTo("status_only");
    strict.put(admin, exceptions + ann, "{\"show_last_seen\":\"allow\"}").expect(200);
    assertThat(seen(strict, bob, ann)).as("who sees bob's is seen").isEqualTo("full");
    assertThat(audience(strict, ann)).isEqualTo(Map.of("full", List.of(bob)));
    assertThat(strict.asService("GET", "/internal/v1/contacts/" + bob, "").firstText("sight"))
        .isEqualTo("full");
    strict.delete(admin, exceptions + ann).expect(204);
    assertThat(seen(strict, bob, ann)).isEqualTo("status_only");

    set(strict, bob, "nobody", "contacts");
    assertThat(seen(strict, bob, ann)).as("hidden with the status").isEqualTo("status_only");
    set(strict, bob, "contacts", "contacts");
    assertThat(audience(strict, ann)).isEqualTo(Map.of("full", List.of(bob)));
  }

  /** Or to deny everybody one by one would be a way to see without being seen. */
  @Test
  void whoHidesTheirLastSeenFromOnePersonDoesNotSeeThatOnes() {
    String eve = GraphServer.person("eve");
    befriend(strict);
    strict.put(admin, "/v1/users/" + eve + "/contacts/" + bob).expect(200);
    String exception = "/v1/users/" + bob + "/privacy/exceptions/" + ann;
    long before = strict.version(ann);
    strict.put(admin, exception, "{\"show_last_seen\":\"deny\"}").expect(200);
    assertThat(strict.version(ann)).isGreaterThan(before);
    assertThat(seen(strict, bob, ann)).isEqualTo("status_only");
    assertThat(seen(strict, bob, eve)).isEqualTo("full");
    assertThat(seen(strict, ann, bob)).isEqualTo("status_only");
    strict.put(admin, exception, "{\"show_online_status\":\"deny\"}").expect(200);
    assertThat(seen(strict, bob, ann)).as("hidden with the status").isEqualTo("status_only");
    assertThat(seen(GraphServer.shared(), bob, ann)).as("without reciprocity").isEqualTo("full");
  }

  @Test
  void anExplanationSaysSinceWhenTheViewerHidesTheirs() {
    befriend(strict);
    set(strict, bob, "contacts", "nobody");
    String since = reciprocitySince();
    assertThat(since).contains("T");
    set(strict, bob, "everyone", "nobody");
    assertThat(reciprocitySince()).isEqualTo(since);
    strict
        .put(
            admin,
            "/v1/users/" + bob + "/privacy/exceptions/" + ann,
            "{\"show_last_seen\":\"deny\"}")
        .expect(200);
    assertThat(reciprocitySince()).isGreaterThan(since);
  }

  @SuppressWarnings("unchecked")
  private String reciprocitySince() {
    String path = "/internal/v1/explain?viewer=" + bob + "&subject=" + ann;
    var reasons =
        (List<Map<String, Object>>)
            strict.asService("GET", path, "").expect(200).json().getOrDefault("reasons", List.of());
    return reasons.stream()
        .filter(reason -> "reciprocity".equals(reason.get("code")))
        .map(reason -> String.valueOf(reason.get("at")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoShowsTheirLastSeenToContactsHidesItFromNoStrangerInParticular() {
    set(strict, ann, "everyone", "everyone");
    assertThat(seen(strict, bob, ann)).isEqualTo("full");
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
    String exception = "/v1/users/" + bob + "/privacy/exceptions/";
    strict
        .put(
            admin,
            exception + GraphServer.person("invented"),
            "{\"show_last_seen\":\"allow\",\"show_online_status\":\"allow\"}")
        .expect(200);
    assertThat(strict.version(ann)).as("of no matter to ann").isEqualTo(hidden);
    strict.put(admin, exception + ann, "{\"show_last_seen\":\"allow\"}").expect(200);
    long allowed = strict.version(ann);
    assertThat(allowed).isGreaterThan(hidden);
    set(strict, bob, "contacts", "nobody");
    long shown = strict.version(ann);
    assertThat(shown)
        .as("the status is shown again, the last seen by the exception")
        .isGreaterThan(allowed);
    set(strict, bob, "contacts", "contacts");
    assertThat(strict.version(ann)).as("ann has it by the exception").isEqualTo(shown);
    strict.delete(admin, exception + ann).expect(204);
    assertThat(strict.version(ann)).isGreaterThan(shown);

    long last = strict.version(ann);
    set(GraphServer.shared(), bob, "contacts", "nobody");
    assertThat(strict.version(ann)).as("no matter without reciprocity").isEqualTo(last);
  }

  /**
   * An admin's write is held back at its last line, in the audit: it has looked whose audiences it
   * changes, and bob's was none of them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"nobody", "contacts"})
  void alsoThoseOfContactsWhoBecameSoMeanwhile(String lastSeen) throws Exception {
    GraphDatabase database = new GraphDatabase(DATABASE);
    set(strict, ann, "contacts", lastSeen.equals("nobody") ? "contacts" : "nobody");
    strict.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    long befriended;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection held = database.hold("audit")) {
      var hidden = threads.submit(() -> set(strict, ann, "contacts", lastSeen));
      database.awaitWaiters(1, hidden);
      strict.put(Token.of(bob), "/v1/users/" + bob + "/contacts/" + ann).expect(200);
      befriended = strict.version(bob);
      held.rollback();
      hidden.get();
    }
    assertThat(strict.version(bob)).isGreaterThan(befriended);
    long last = strict.version(bob);
    set(strict, ann, "everyone", lastSeen);
    assertThat(strict.version(bob)).as("nobody new, and nothing of bob's").isEqualTo(last);
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
