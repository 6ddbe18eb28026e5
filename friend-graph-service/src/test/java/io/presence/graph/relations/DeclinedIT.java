package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.local.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a contact request that was declined or withdrawn. */
@Timeout(120)
class DeclinedIT {
  private static final String DATABASE = "friend_graph_it";
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");

  /** And sees just what somebody sees whose request nobody has answered. */
  @ParameterizedTest
  @ValueSource(strings = {"/contact-requests/", "/contacts/"})
  void whoWasDeclinedAsksInVainHoweverOftenTheyWithdraw(String by) {
    String joe = GraphServer.person("joe");
    ask(ann, bob);
    ask(ann, joe);
    decline(bob, ann);
    List<String> declined = new ArrayList<>();
    List<String> unanswered = new ArrayList<>();
    for (int time = 0; time < 2; time++) {
      declined.addAll(withdrawAndAsk(by, bob));
      unanswered.addAll(withdrawAndAsk(by, joe));
      assertThat(received(bob)).as("not asked again").isEmpty();
      assertThat(received(joe)).containsExactly(ann);
    }
    assertThat(declined).isEqualTo(unanswered);
  }

  /** What ann sees of it, with the other's name and times struck out. */
  private List<String> withdrawAndAsk(String by, String other) {
    Answer withdrawn =
        by.equals("/contacts/")
            ? GRAPH.delete(Token.of(ann), "/v1/users/" + ann + by + other)
            : GRAPH.delete(Token.of(ann), "/v1/users/" + other + by + ann);
    String gone = GRAPH.get(Token.of(ann), sent(ann)).expect(200).ids().contains(other) + "";
    Answer asked = GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + other);
    var entry =
        GRAPH.get(Token.of(ann), sent(ann)).expect(200).items().stream()
            .filter(item -> other.equals(item.get("user_id")))
            .toList();
    assertThat(entry).hasSize(1);
    return List.of(
        withdrawn.status() + withdrawn.body(),
        gone,
        asked.status() + asked.body().replace(other, "OTHER"),
        entry.getFirst().keySet().toString());
  }

  @Test
  void aNewRequestIsAsOldAsItLooks() {
    ask(ann, bob);
    decline(bob, ann);
    Object first = GRAPH.get(Token.of(ann), sent(ann)).items().getFirst().get("since");
    ask(ann, bob);
    assertThat(GRAPH.get(Token.of(ann), sent(ann)).items().getFirst())
        .as("a repeat changes nothing")
        .containsEntry("since", first);
    withdraw(ann, bob);
    ask(ann, bob);
    assertThat(GRAPH.get(Token.of(ann), sent(ann)).firstText("since")).isGreaterThan(first + "");
  }

  /** Who has withdrawn does not agree any more, declined or not. */
  @Test
  void whoDeclinedAndThenAsksEndsIt() {
    ask(ann, bob);
    decline(bob, ann);
    withdraw(ann, bob);
    GRAPH
        .post(Token.of(bob), "/v1/users/" + bob + "/contact-requests/" + ann + "/accept")
        .expectProblem(404, "has not asked");
    assertThat(ask(bob, ann)).isEqualTo("requested");
    assertThat(received(ann)).containsExactly(bob);
    withdraw(bob, ann);
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(received(bob)).containsExactly(ann);
  }

  @Test
  void leavingIsNoWayToAskAgain() {
    ask(ann, bob);
    decline(bob, ann);
    GRAPH.delete(Token.of(ann), "/v1/users/" + ann).expect(204);
    assertThat(GRAPH.get(Token.of(ann), sent(ann)).ids()).isEmpty();
    assertThat(ask(ann, bob)).isEqualTo("requested");
    assertThat(received(bob)).isEmpty();
  }

  /** Non-interference: of somebody who never was there a request stays, too. */
  @Test
  void aSenderDoesNotSeeThatTheOtherHasLeft() {
    GRAPH.put(Token.of(bob), "/v1/users/" + bob, "{\"name\":\"Bob\"}").expect(200);
    ask(ann, bob);
    ask(ann, "never-there");
    Answer before = GRAPH.get(Token.of(ann), sent(ann)).expect(200);
    GRAPH.delete(Token.of(bob), "/v1/users/" + bob).expect(204);
    assertThat(GRAPH.get(Token.of(ann), sent(ann)).body()).isEqualTo(before.body());
  }

  @Test
  void afterTheConfiguredTimeTheyMayAskAgain() throws SQLException {
    String joe = GraphServer.person("joe");
    for (String other : List.of(bob, joe)) {
      ask(ann, other);
      decline(other, ann);
    }
    withdraw(ann, joe);
    ask(ann, joe);
    GRAPH.bean(DeclinedUpkeep.class).round();
    age(179);
    ask(ann, bob);
    assertThat(received(bob)).isEmpty();
    age(2);
    ask(ann, bob);
    ask(ann, joe);
    assertThat(received(bob)).containsExactly(ann);
    assertThat(received(joe)).containsExactly(ann);

    decline(bob, ann);
    decline(joe, ann);
    withdraw(ann, joe);
    GRAPH.bean(DeclinedUpkeep.class).round();
    assertThat(kept()).isEqualTo(2);
    age(181);
    try (GraphServer forever = GraphServer.start(DATABASE, Map.of("presence.declined.days", 0))) {
      forever.bean(DeclinedUpkeep.class).round();
      forever.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
      assertThat(received(bob)).as("0 is for ever").isEmpty();
      assertThat(kept()).isEqualTo(2);
    }
    GRAPH.bean(DeclinedUpkeep.class).round();
    assertThat(kept()).as("one is still seen by its sender").isEqualTo(1);
  }

  /** Nor by a limit that has come down since. */
  @Test
  void whoRepeatsARequestDoesNotLearnByTheLimitThatItWasDeclined() throws SQLException {
    String joe = GraphServer.person("joe");
    ask(ann, bob);
    ask(ann, joe);
    decline(bob, ann);
    age(181);
    try (GraphServer small =
        GraphServer.start(DATABASE, Map.of("presence.graph.max-requests", 1))) {
      for (String other : List.of(bob, joe)) {
        small.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + other).expect(200);
      }
      assertThat(received(bob)).containsExactly(ann);
      small
          .put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + GraphServer.person("zoe"))
          .expectProblem(409, "at most 1");
    }
  }

  /**
   * The moment in which an acceptance has found the request and not yet answered it is stretched: a
   * row that it must delete is held.
   */
  @Test
  void whatWasWithdrawnIsNotAcceptedAfterwards() throws Exception {
    ask(ann, bob);
    try (Connection hold = connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String held = ann.compareTo(bob) < 0 ? ann : bob;
      assertThat(held).as("the row that is deleted first is not the request").isEqualTo(ann);
      change(
          hold, "INSERT INTO contact_requests (to_id, from_id, declined) VALUES (?, ?, TRUE)", bob);
      hold.setAutoCommit(false);
      change(
          hold,
          "UPDATE contact_requests SET asked_at = now() WHERE to_id = ? AND from_id = ?",
          bob);
      var accepted =
          CompletableFuture.supplyAsync(
              () ->
                  GRAPH.post(
                      Token.of(bob), "/v1/users/" + bob + "/contact-requests/" + ann + "/accept"),
              threads);
      awaitWaiting(1, accepted, accepted);
      var withdrawn = CompletableFuture.runAsync(() -> withdraw(ann, bob), threads);
      awaitWaiting(2, withdrawn, accepted);
      boolean first = withdrawn.isDone();
      hold.rollback();
      accepted.get().expect(204);
      withdrawn.get();
      assertThat(first).as("the withdrawal returned, and was accepted all the same").isFalse();
      assertThat(GRAPH.get(Token.of(ann), "/v1/users/" + ann + "/contacts").ids())
          .containsExactly(bob);
    }
  }

  /** Until so many wait for a lock in the database, or the withdrawal has returned. */
  private static void awaitWaiting(
      int count, CompletableFuture<?> withdrawn, CompletableFuture<?> accepted) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> waiting() >= count || (count > 1 && withdrawn.isDone()) || accepted.isDone());
    assertThat(accepted).isNotDone();
  }

  private static int waiting() throws SQLException {
    return number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
            + " wait_event_type = 'Lock'");
  }

  private int kept() throws SQLException {
    return number(
        "SELECT count(*) FROM contact_requests WHERE declined AND from_id = '%s'".formatted(ann));
  }

  private static int number(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** All that was declined of ann's was declined so many days before. */
  private void age(int days) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE contact_requests SET declined_at = declined_at - make_interval(days => ?)"
                    + " WHERE from_id = ?")) {
      update.setInt(1, days);
      update.setString(2, ann);
      update.executeUpdate();
    }
  }

  /** The row of bob's request to ann. */
  private void change(Connection connection, String sql, String from) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setString(1, ann);
      change.setString(2, from);
      assertThat(change.executeUpdate()).isEqualTo(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        TestServers.postgresJdbcUrl(DATABASE),
        TestServers.postgresUser(),
        TestServers.postgresPassword());
  }

  private static String ask(String user, String contact) {
    return GRAPH
        .put(Token.of(user), "/v1/users/" + user + "/contacts/" + contact)
        .expect(200)
        .text("state");
  }

  private static void decline(String user, String from) {
    GRAPH
        .post(Token.of(user), "/v1/users/" + user + "/contact-requests/" + from + "/decline")
        .expect(204);
  }

  private static void withdraw(String user, String to) {
    GRAPH.delete(Token.of(user), "/v1/users/" + to + "/contact-requests/" + user).expect(204);
  }

  private static List<String> received(String user) {
    return GRAPH.get(Token.of(user), "/v1/users/" + user + "/contact-requests").expect(200).ids();
  }

  private static String sent(String user) {
    return "/v1/users/" + user + "/contact-requests?direction=sent";
  }
}
