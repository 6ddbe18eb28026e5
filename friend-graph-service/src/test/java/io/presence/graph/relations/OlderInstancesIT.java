package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.local.servers.TestServers;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Instances of before V6 and V7 run for a while beside newer ones, on tables that are newer
 * already: they write no time with what is declined, and no names with a block.
 */
@Timeout(120)
class OlderInstancesIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final GraphDatabase DATABASE = GraphDatabase.SHARED;

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");
  private final String request = "to_id = '%s' AND from_id = '%s'".formatted(bob, ann);

  @Test
  void whomTheyDeclinedMayWithdrawAndAskAsAnybodyElse() {
    ask();
    declineAsBefore("now()");
    GRAPH.delete(Token.of(ann), requests() + "/" + ann).expect(204);
    ask();
    assertThat(GRAPH.get(Token.of(bob), requests()).ids()).as("not asked again").isEmpty();
  }

  @Test
  void whatTheyDeclinedEndsWhenItHasBeenAskedLongEnough() {
    ask();
    declineAsBefore("now() - interval '181 days'");
    ask();
    assertThat(GRAPH.get(Token.of(bob), requests()).ids()).containsExactly(ann);

    declineAsBefore("now() - interval '181 days'");
    GRAPH.delete(Token.of(ann), requests() + "/" + ann).expect(204);
    GRAPH.bean(DeclinedUpkeep.class).round();
    assertThat(DATABASE.ask("SELECT count(*) FROM contact_requests WHERE " + request)).isZero();
  }

  @Test
  void theirBlocksTakeNoNamesAway() {
    GRAPH.put(admin, "/v1/users/" + ann, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(admin, "/v1/users/" + bob, "{\"name\":\"Bob\"}").expect(200);
    ask();
    blockAsBefore(ann, bob);
    assertThat(GRAPH.get(Token.of(bob), requests()).firstText("name")).isEqualTo("Ann");
    GRAPH.put(admin, "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    assertThat(nameOfContact(GRAPH, bob)).as("blocked").isEqualTo("Ann");
    assertThat(nameOfContact(GRAPH, ann)).as("blocks").isEqualTo("Bob");

    GRAPH.put(admin, "/v1/users/" + bob + "/blocks/" + ann).expect(204);
    GRAPH.put(admin, "/v1/users/" + ann, "{\"name\":\"Anna\"}").expect(200);
    assertThat(nameOfContact(GRAPH, bob)).as("a block in return keeps them").isEqualTo("Ann");
  }

  /** Who had no name when the block began is not given the one of now. */
  @Test
  void whatTheyWroteBeforeThisUpdateIsFilledIn() {
    GraphDatabase old = new GraphDatabase("friend_graph_older_it");
    Flyway.configure()
        .dataSource(
            TestServers.postgresJdbcUrl(old.name()),
            TestServers.postgresUser(),
            TestServers.postgresPassword())
        .locations("classpath:db/graph")
        .target("8")
        .load()
        .migrate();
    old.execute(
        """
        INSERT INTO contact_requests (to_id, from_id, declined) VALUES ('joe', 'ann', TRUE);
        INSERT INTO users (user_id, name) VALUES ('ann', 'Ann'), ('bob', 'Bob');
        INSERT INTO contacts (user_id, contact_id) VALUES
            ('ann', 'bob'), ('bob', 'ann'), ('ann', 'eve'), ('eve', 'ann');
        INSERT INTO blocks (user_id, blocked_id) VALUES ('ann', 'bob'), ('eve', 'ann');
        INSERT INTO users (user_id, name, created_at) VALUES ('eve', 'Eve', now() + interval '1 s');
        """);
    try (GraphServer graph = GraphServer.start(old.name(), Map.of())) {
      assertThat(
              old.ask(
                  "SELECT count(*) FROM contact_requests WHERE declined_at > now() - interval '1"
                      + " h'"))
          .isEqualTo(1);
      graph.put(admin, "/v1/users/ann", "{\"name\":\"Anna\"}").expect(200);
      assertThat(nameOfContact(graph, "bob")).isEqualTo("Ann");
      var ofAnn = graph.get(admin, "/v1/users/ann/contacts").items();
      assertThat(ofAnn).extracting(item -> item.get("name")).containsExactly("Bob", null);
    }
  }

  private void ask() {
    GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
  }

  private void declineAsBefore(String askedAt) {
    DATABASE.execute(
        "UPDATE contact_requests SET declined = TRUE, declined_at = NULL, asked_at = %s WHERE %s"
            .formatted(askedAt, request));
  }

  private static void blockAsBefore(String user, String blocked) {
    DATABASE.execute(
        "INSERT INTO blocks (user_id, blocked_id) VALUES ('%s', '%s')".formatted(user, blocked));
  }

  private static String nameOfContact(GraphServer graph, String user) {
    return graph.get(Token.of(user), "/v1/users/" + user + "/contacts").firstText("name");
  }

  private String requests() {
    return "/v1/users/" + bob + "/contact-requests";
  }
}
