package io.presence.graph.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.RoomId;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.graph.Answer;
import io.presence.graph.CuttableLine;
import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.local.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** When a change is in force, and how others learn of it. */
@Timeout(180)
class GraphChangesIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");
  private final String annPath = "/v1/users/" + ann;

  @Test
  void versionsAreRaisedBeforeTheAnswerAndOnlyByWhatChangesSomething() {
    assertPairChanges(() -> GRAPH.put(admin, annPath + "/contacts/" + bob));
    assertPairChanges(() -> GRAPH.put(admin, annPath + "/blocks/" + bob));
    assertPairChanges(() -> GRAPH.delete(admin, annPath + "/blocks/" + bob));
    assertPairChanges(() -> GRAPH.delete(admin, annPath + "/contacts/" + bob));
    assertPairChanges(
        () -> GRAPH.post(admin, "/v1/import/contacts", ann + " " + bob, "text/plain"));

    long annBefore = GRAPH.version(ann);
    long bobBefore = GRAPH.version(bob);
    String hide = "{\"show_online_status\":\"nobody\"}";
    GRAPH.put(admin, annPath + "/privacy", hide).expect(200);
    long annAfter = GRAPH.version(ann);
    assertThat(annAfter).isGreaterThan(annBefore);
    GRAPH.put(admin, annPath + "/privacy", hide).expect(200);
    GRAPH.put(admin, annPath, "{\"name\":\"Ann\"}").expect(200);
    GRAPH.put(Token.of(ann), annPath + "/contacts/" + GraphServer.person("eve")).expect(200);
    assertThat(GRAPH.version(ann)).isEqualTo(annAfter);
    assertThat(GRAPH.version(bob)).isEqualTo(bobBefore);
  }

  /** By that they are somebody, and may be open to everyone by what the deployment says. */
  @Test
  void whoIsHeardOfForTheFirstTimeIsRaised() {
    GRAPH.put(Token.of(ann), annPath, "{\"name\":\"Ann\"}").expect(200);
    long named = GRAPH.version(ann);
    assertThat(named).isPositive();
    GRAPH.put(Token.of(ann), annPath, "{\"name\":\"Anna\"}").expect(200);
    assertThat(GRAPH.version(ann)).as("another name").isEqualTo(named);

    String eve = GraphServer.person("eve");
    GRAPH
        .put(admin, "/v1/users/" + bob + "/privacy", "{\"show_last_seen\":\"nobody\"}")
        .expect(200);
    GRAPH.put(admin, "/v1/users/" + bob + "/contacts/" + eve).expect(200);
    long contacts = GRAPH.version(bob);
    GRAPH.put(Token.of(bob), "/v1/users/" + bob, "{\"name\":\"Bob\"}").expect(200);
    assertThat(GRAPH.version(bob)).as("was somebody by the settings").isEqualTo(contacts);

    long eveBefore = GRAPH.version(eve);
    GRAPH.post(admin, "/v1/import/contacts", bob + " " + eve, "text/plain").expect(200);
    assertThat(GRAPH.version(eve)).as("gets a profile").isGreaterThan(eveBefore);
    assertThat(GRAPH.version(bob)).as("had one").isEqualTo(contacts);
  }

  private void assertPairChanges(Supplier<Answer> write) {
    long annBefore = GRAPH.version(ann);
    long bobBefore = GRAPH.version(bob);
    assertThat(write.get().status()).isBetween(200, 204);
    long annAfter = GRAPH.version(ann);
    long bobAfter = GRAPH.version(bob);
    assertThat(annAfter).isGreaterThan(annBefore);
    assertThat(bobAfter).isGreaterThan(bobBefore);
    assertThat(write.get().status()).as("once more").isBetween(200, 204);
    assertThat(GRAPH.version(ann)).isEqualTo(annAfter);
    assertThat(GRAPH.version(bob)).isEqualTo(bobAfter);
  }

  @Test
  void aPairIsPublishedForBothAndSettingsForOne() {
    try (GraphRecords records = new GraphRecords(GRAPH)) {
      GRAPH.put(admin, annPath + "/contacts/" + bob).expect(200);
      long annVersion = GRAPH.version(ann);
      assertThat(records.await(ann))
          .satisfies(r -> assertThat(r.otherId()).isEqualTo(new UserId(bob)))
          .satisfies(r -> assertThat(r.version()).isEqualTo(annVersion));
      assertThat(records.await(bob).otherId()).isEqualTo(new UserId(ann));

      String eve = GraphServer.person("eve");
      GRAPH
          .put(admin, "/v1/users/" + eve + "/privacy", "{\"show_last_seen\":\"nobody\"}")
          .expect(200);
      assertThat(records.await(eve).otherId()).isNull();
      assertThat(records.count(ann)).isEqualTo(1);
    }
  }

  @Test
  void joiningAndLeavingARoomIsPublishedForTheMember() {
    String room = GraphServer.person("room");
    String members = "/v1/rooms/" + room + "/members";
    try (GraphRecords records = new GraphRecords(GRAPH)) {
      String body = "{\"user_ids\":[\"%s\",\"%s\"]}".formatted(ann, bob);
      GRAPH.post(admin, members, body, "application/json").expect(200);
      for (String member : List.of(ann, bob)) {
        assertThat(records.await(member))
            .isEqualTo(
                new GraphChanged(
                    new UserId(member),
                    new UserId(member),
                    new RoomId(room),
                    GRAPH.version(member)));
      }
      GRAPH.put(admin, members + "/" + ann).expect(204);
      GRAPH.delete(admin, members + "/" + bob).expect(204);
      await().atMost(Duration.ofSeconds(20)).until(() -> records.count(bob) == 2);
      assertThat(records.count(ann)).isEqualTo(1);
    }
  }

  @Test
  void anImportIsPublishedOnceForEachPerson() {
    String eve = GraphServer.person("eve");
    String lines = ann + " " + bob + "\n" + ann + " " + eve + "\n";
    try (GraphRecords records = new GraphRecords(GRAPH)) {
      GRAPH.post(admin, "/v1/import/contacts", lines, "text/plain").expect(200);
      for (String person : List.of(ann, bob, eve)) {
        assertThat(records.await(person).otherId()).isNull();
      }
      assertThat(records.count(ann)).isEqualTo(1);
    }
  }

  @Test
  void changesMadeWhileKafkaIsAwayAreDeliveredWhenItIsBack() throws IOException {
    String kafka = TestServers.kafkaBootstrapServers();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(RelayLoop.class);
    logger.addAppender(log);
    try (var line = new CuttableLine(portOf("kafka://" + kafka));
        GraphRecords records = new GraphRecords(GRAPH)) {
      line.cut();
      Map<String, Object> away = Map.of("kafka.bootstrap.servers", "127.0.0.1:" + line.port());
      try (GraphServer graph = GraphServer.start("friend_graph_kafka_it", away)) {
        graph.put(admin, annPath + "/blocks/" + bob).expect(204);
        assertThat(graph.version(ann)).isPositive();
        assertThat(waiting("friend_graph_kafka_it")).isPositive();
        await()
            .atMost(Duration.ofSeconds(40))
            // The relay goes on adding to what is read here.
            .ignoreException(ConcurrentModificationException.class)
            .untilAsserted(() ->
                assertThat(log.list)
                    .filteredOn(said -> said.getLevel() == Level.WARN)
                    .extracting(ILoggingEvent::getThrowableProxy)
                    .as("says why")
                    .isNotEmpty()
                    .doesNotContainNull());
        line.join();
        assertThat(records.await(ann).otherId()).isEqualTo(new UserId(bob));
        assertThat(records.await(bob).otherId()).isEqualTo(new UserId(ann));
        awaitEmpty("friend_graph_kafka_it");
      }
    } finally {
      logger.detachAppender(log);
    }
  }

  /** As of an import whose server died: nobody repeats it, and it must hold all the same. */
  @Test
  void whatARequestLeftHalfDoneIsInForceAlsoBehindAllThatWaitsForKafka() throws IOException {
    String kafka = TestServers.kafkaBootstrapServers();
    try (var line = new CuttableLine(portOf("kafka://" + kafka))) {
      line.cut();
      Map<String, Object> away = Map.of("kafka.bootstrap.servers", "127.0.0.1:" + line.port());
      String name = "friend_graph_behind_it";
      try (GraphServer graph = GraphServer.start(name, away)) {
        new GraphDatabase(name)
            .execute(
                "INSERT INTO graph_outbox (user_id, version) SELECT 'waits-' || n, 1 FROM generate_series(1, %d) n"
                    .formatted(OutboxRelay.BATCH));
        graph.bean(Outbox.class).append(List.of(new Touch(new UserId(ann), null)));
        await().atMost(Duration.ofSeconds(60)).until(() -> GRAPH.version(ann) > 0);
        assertThat(waiting(name)).as("and still to be published").isEqualTo(OutboxRelay.BATCH + 1);
      }
    }
  }

  /** The first attempt is saved and answers 503; the next one finds nothing to change, and yet. */
  @Test
  void aChangeThatRedisWasNotToldIsInForceOnceARepetitionSucceeds() throws IOException {
    try (var line = new CuttableLine(portOf(TestServers.redisUri()))) {
      Map<String, Object> settings = Map.of("redis.uri", "redis://127.0.0.1:" + line.port());
      try (GraphServer graph = GraphServer.start("friend_graph_redis_it", settings)) {
        line.cut();
        graph.put(admin, annPath + "/blocks/" + bob).expectProblem(503, "saved", "again");
        assertThat(graph.get(admin, annPath + "/blocks").ids()).containsExactly(bob);
        assertThat(GRAPH.version(ann)).isZero();
        graph.asService("GET", "/internal/v1/audience/" + ann, "").expectProblem(503, "version");

        line.join();
        await()
            .atMost(Duration.ofSeconds(40))
            .until(() -> graph.put(admin, annPath + "/blocks/" + bob).status() == 204);
        assertThat(GRAPH.version(ann)).isPositive();
        assertThat(GRAPH.version(bob)).isPositive();
        awaitEmpty("friend_graph_redis_it");
      }
    }
  }

  /** A request that died between its commit and the versions is finished by the relay. */
  @Test
  void whatARequestLeftHalfDoneIsRelayed() {
    try (GraphRecords records = new GraphRecords(GRAPH)) {
      GRAPH.bean(Outbox.class).append(List.of(new Touch(new UserId(ann), null)));
      assertThat(audienceVersion(ann)).isEqualTo(Sights.AudienceOf.UNSETTLED);
      assertThat(viewers(bob, ann)).as("of a viewer, too").contains("\"under_way\":true");
      assertThat(records.await(ann).version()).isEqualTo(GRAPH.version(ann)).isPositive();
      await().until(() -> audienceVersion(ann) == GRAPH.version(ann));
      assertThat(viewers(bob, ann)).contains("\"under_way\":false");
    }
  }

  private static String viewers(String subject, String viewer) {
    String question =
        "{\"subjects\":[{\"user_id\":\"%s\",\"viewers\":[\"%s\"]}]}".formatted(subject, viewer);
    return GRAPH.asService("POST", "/internal/v1/viewers", question).expect(200).body();
  }

  private static long audienceVersion(String user) {
    Object version =
        GRAPH
            .asService("GET", "/internal/v1/audience/" + user, "")
            .expect(200)
            .json()
            .get("version");
    return ((Number) java.util.Objects.requireNonNull(version)).longValue();
  }

  @Test
  void twoRelaysShareTheRowsAndDeliverThemAll() {
    try (GraphServer other = GraphServer.start("friend_graph_it", Map.of());
        GraphRecords records = new GraphRecords(GRAPH)) {
      Set<String> people = new java.util.TreeSet<>();
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < OutboxRelay.BATCH + 1; i++) {
        String person = GraphServer.person("p");
        people.add(person);
        lines.append(ann).append(' ').append(person).append('\n');
      }
      other.post(admin, "/v1/import/contacts", lines.toString(), "text/plain").expect(200);
      people.forEach(records::await);
      awaitEmpty(GraphDatabase.SHARED.name());
    }
  }

  private static void awaitEmpty(String database) {
    await().atMost(Duration.ofSeconds(20)).until(() -> waiting(database) == 0);
  }

  private static long waiting(String database) {
    return new GraphDatabase(database).ask("SELECT count(*) FROM graph_outbox");
  }

  private static int portOf(String uri) {
    return URI.create(uri).getPort();
  }
}
