package io.presence.lastseen;

import static io.presence.lastseen.Changes.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.DeviceType;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * From the topic to what admins are told of sessions and days, on real Kafka and Postgres: also
 * when records come again, in another order, or cannot be read.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyticsIT {
  private static final long SHORT = 200;
  private static final int MANY = 5_000;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  private final Database database = new Database("last_seen_analytics");
  private ChangesLog log;

  @BeforeAll
  void open() {
    log = ChangesLog.open();
  }

  @AfterAll
  void close() {
    log.close();
  }

  @AfterEach
  void leaveNobodyInTheGroup() {
    soon().until(() -> log.members() == 0);
  }

  @Test
  void aDayOfTwoPeopleOnThreeDevices() {
    // Its own database: nobody else may be in the figures.
    Database figures = new Database("last_seen_one_day");
    LocalDate day = today.minusDays(1);
    UserId ann = someone();
    UserId bob = someone();
    Past annsDay =
        new Past(ann, day)
            .begins("phone", DeviceType.MOBILE, "10:00")
            .begins("laptop", DeviceType.DESKTOP, "10:30")
            .ends("phone", "11:00", SessionEnd.SIGNED_OFF)
            .ends("laptop", "12:00", SessionEnd.LOST)
            .begins("phone", DeviceType.MOBILE, "13:00")
            .ends("phone", "13:10", SessionEnd.CLOSED);
    Past bobsDay = new Past(bob, day).begins("tab", DeviceType.WEB, "11:30");
    try (Persister persister = Persister.start(figures, SHORT, MANY)) {
      log.publishChanges(annsDay.changes());
      log.publishChanges(bobsDay.changes());
      soon().until(() -> sessions(persister, bob, "").contains("tab"));
      soon().until(() -> sessions(persister, ann, "").contains("closed"));

      String page = sessions(persister, ann, "?limit=2");
      assertThat(page)
          .isEqualTo(
              """
              {"items":[{"session_id":"phone","device_type":"mobile","from":"%1$sT13:00:00.000Z",\
              "until":"%1$sT13:10:00.000Z","ended":"closed"},\
              {"session_id":"laptop","device_type":"desktop","from":"%1$sT10:30:00.000Z",\
              "until":"%1$sT12:00:00.000Z","ended":"lost"}],"next":"%2$d-laptop"}\
              """
                  .formatted(day, annsDay.at("10:30")));
      assertThat(sessions(persister, ann, "?limit=2&after=" + annsDay.at("10:30") + "-laptop"))
          .contains("\"until\":\"%sT11:00:00.000Z\",\"ended\":\"signed_off\"".formatted(day))
          .doesNotContain("next");
      assertThat(sessions(persister, bob, ""))
          .contains("\"session_id\":\"tab\"", "\"until\":null,\"ended\":null");

      // Ann for two hours and ten minutes, bob from 11:30 to the end of the day.
      long seconds = 60L * (130 + 12 * 60 + 30);
      soon()
          .untilAsserted(() ->
              assertThat(
                      persister.analytics("/days?from=%1$s&to=%1$s".formatted(day), "admin").body())
                  .startsWith(
                      """
                      {"items":[{"day":"%1$s","people_seen":2,"peak_online":2,\
                      "peak_at":"%1$sT11:30:00.000Z","online_seconds":%2$d,"complete":true,\
                      """
                          .formatted(day, seconds)));

      // Bob's session ends after all, on its day: the figures follow.
      log.publishChanges(bobsDay.ends("tab", "11:31", SessionEnd.LAPSED).changes());
      soon()
          .untilAsserted(() ->
              assertThat(
                      persister.analytics("/days?from=%1$s&to=%1$s".formatted(day), "admin").body())
                  .contains("\"online_seconds\":%d,\"complete\":true".formatted(60L * 131)));
      assertThat(persister.analytics("/days", "support").body())
          .as("the last 30 days and today")
          .contains("\"day\":\"%s\"".formatted(day), "\"day\":\"%s\"".formatted(today));
    }
  }

  @Test
  void theSameRecordsAgainAndInAnyOrderTellTheSame() {
    LocalDate day = today.minusDays(1);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<UserId> people = new ArrayList<>();
    try (Persister persister = start(Map.of())) {
      for (int i = 0; i < 12; i++) {
        UserId user = someone();
        people.add(user);
        List<PresenceChanged> changes =
            new ArrayList<>(
                new Past(user, day)
                    .begins("a", DeviceType.WEB, "10:00")
                    .begins("b", DeviceType.WEB, "10:30")
                    .ends("a", "11:00", SessionEnd.EVICTED)
                    .begins("a", DeviceType.WEB, "11:10")
                    .ends("b", "12:00", SessionEnd.CLOSED)
                    .changes());
        if (i > 0) {
          changes.addAll(List.copyOf(changes));
          Collections.shuffle(changes, random);
        }
        // Some within one flush, some in several.
        for (PresenceChanged change : changes) {
          log.publishChanges(List.of(change));
        }
      }
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      String first = sessions(persister, people.getFirst(), "");
      assertThat(first).contains("evicted", "closed", "\"ended\":null").doesNotContain("unknown");
      for (UserId user : people) {
        assertThat(sessions(persister, user, "")).as("seed %d", seed).isEqualTo(first);
      }
    }
  }

  @Test
  void aPoisonRecordGoesToTheDeadLettersAndTheRestFlowsOn() {
    UserId ann = someone();
    List<PresenceChanged> changes = annsHour(ann);
    double buried;
    try (Persister persister = start(Map.of())) {
      log.publishChanges(changes.subList(0, 1));
      log.publishRaw(ann.value(), "{\"user_id\":\"secret\"");
      log.publishChanges(changes.subList(1, 2));
      soon().until(() -> sessions(persister, ann, "").contains("closed"));
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      assertThat(persister.lastSeen(List.of(ann)).getFirst().version())
          .isEqualTo(changes.getLast().version());
      buried = persister.metric("presence.dead_letters", "result", "buried");
    }
    assertThat(buried).isEqualTo(1);
    ConsumerRecord<String, byte[]> letter = log.deadLetters(ann.value()).getFirst();
    assertThat(new String(letter.value(), StandardCharsets.UTF_8))
        .isEqualTo("{\"user_id\":\"secret\"");
    assertThat(header(letter, Topics.DEAD_REASON))
        .startsWith("it is no PresenceChanged in JSON")
        .doesNotContain("secret");
    assertThat(header(letter, Topics.DEAD_CONSUMER)).isEqualTo("last-seen-persister");
    assertThat(header(letter, Topics.DEAD_TOPIC)).isEqualTo(Topics.PRESENCE_CHANGES);
    var partition =
        new TopicPartition(
            Topics.PRESENCE_CHANGES, Integer.parseInt(header(letter, Topics.DEAD_PARTITION)));
    assertThat(Long.parseLong(header(letter, Topics.DEAD_OFFSET)))
        .isLessThan(log.ends().getOrDefault(partition, 0L));
  }

  @Test
  void aCrashBetweenTheRowsAndTheOffsetsChangesNothing() {
    UserId ann = someone();
    Map<TopicPartition, Long> before = log.ends();
    List<PresenceChanged> changes = annsHour(ann);
    String sessions;
    try (Persister persister = start(Map.of())) {
      log.publishChanges(changes);
      log.publishRaw(ann.value(), "poison");
      soon().until(() -> sessions(persister, ann, "").contains("closed"));
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      sessions = sessions(persister, ann, "");
    }
    // The rows are there and the letter is sent, and the commit never happened.
    soon().until(() -> log.members() == 0);
    log.setCommitted(before);
    try (Persister next = start(Map.of())) {
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      assertThat(sessions(next, ann, "")).isEqualTo(sessions);
      assertThat(next.lastSeen(List.of(ann)).getFirst().lastSeen())
          .isEqualTo(changes.getLast().state().lastSeen());
    }
    assertThat(log.deadLetters(ann.value())).as("twice, never not at all").hasSize(2);
  }

  @Test
  void nothingIsCommittedPastAPoisonRecordUntilTheDeadLettersHaveIt() throws Exception {
    UserId ann = someone();
    try (Persister persister = start(Map.of());
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
      soon().until(() -> log.members() == 1);
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      Map<TopicPartition, Long> before = log.committed();
      admin.deleteTopics(List.of(Topics.DEAD_LETTER)).all().get();
      log.publishRaw(ann.value(), "poison");
      log.publishChanges(annsHour(ann));
      soon().until(() -> failedLetters(persister) >= 1);
      assertThat(log.committed()).isEqualTo(before);
      assertThat(log.members()).as("it stays in the group").isEqualTo(1);
      TestServers.createTopics(Map.of(Topics.DEAD_LETTER, 1));
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      soon().until(() -> sessions(persister, ann, "").contains("closed"));
      assertThat(log.deadLetters(ann.value())).isNotEmpty();
    }
  }

  @Test
  void aSessionOfWhoseEndNobodyTellsEndsAndGivesWayToWhoDoes() {
    UserId ann = someone();
    Past past = new Past(ann, today.minusDays(5)).begins("a", DeviceType.WEB, "10:00");
    try (Persister persister = start(Map.of())) {
      log.publishChanges(past.changes());
      String from = "\"from\":\"%sT10:00:00.000Z\"".formatted(today.minusDays(5));
      soon()
          .untilAsserted(() ->
              assertThat(sessions(persister, ann, ""))
                  .contains(
                      from
                          + ",\"until\":\"%sT10:00:00.000Z\",\"ended\":\"unknown\""
                              .formatted(today.minusDays(5))));
      log.publishChanges(past.ends("a", "11:00", SessionEnd.LAPSED).changes());
      soon()
          .untilAsserted(() ->
              assertThat(sessions(persister, ann, ""))
                  .contains(
                      from
                          + ",\"until\":\"%sT11:00:00.000Z\",\"ended\":\"lapsed\""
                              .formatted(today.minusDays(5)))
                  .doesNotContain("unknown"));
    }
  }

  @Test
  void historyNeverCostsAnybodyTheirLastSeen() {
    UserId ann = someone();
    UserId bob = someone();
    try (Persister persister = start(Map.of())) {
      log.publishChanges(
          new Past(ann, LocalDate.of(2099, 1, 1))
              .begins("later", DeviceType.WEB, "10:00")
              .ends("later", "11:00", SessionEnd.CLOSED)
              .changes());
      log.publishChanges(
          new Past(bob, today.minusDays(100))
              .begins("earlier", DeviceType.WEB, "10:00")
              .ends("earlier", "11:00", SessionEnd.CLOSED)
              .changes());
      soon().until(() -> database.rows(List.of(ann, bob)) == 2);
      assertThat(sessions(persister, ann, "")).isEqualTo("{\"items\":[]}");
      assertThat(sessions(persister, bob, "")).isEqualTo("{\"items\":[]}");
      assertThat(persister.metric("presence.history.outside")).isEqualTo(2);
    }
  }

  @Test
  void switchedOffNothingIsKeptAndLastSeenGoesOn() {
    UserId ann = someone();
    Database other = new Database("last_seen_no_history");
    try (Persister persister =
        Persister.start(other, SHORT, MANY, Map.of("presence.history.days", 0))) {
      log.publishChanges(annsHour(ann));
      soon().until(() -> other.rows(List.of(ann)) == 1);
      assertThat(other.ask("SELECT count(*) FROM session_history")).isEqualTo("0");
      assertThat(other.ask("SELECT count(*) FROM session_open")).isEqualTo("0");
      assertProblem(persister.analytics("/days", "admin"), 404, "PRESENCE_HISTORY_DAYS is 0");
    }
  }

  @Test
  void anAdminReadsOnlySoOften() {
    try (Persister persister = start(Map.of("presence.limits.history-per-admin", "1/10m"))) {
      assertThat(persister.analytics("/days", "support").statusCode()).isEqualTo(200);
      assertProblem(persister.analytics("/users/a/sessions", "admin"), 429, "1 in 600 s");
    }
  }

  @Test
  void onlyAdminsAndSupportAreTold() {
    try (Persister persister = start(Map.of())) {
      assertThat(persister.send("/v1/analytics/days").statusCode()).isEqualTo(401);
      assertProblem(persister.analytics("/days"), 403, "role support or admin");
      assertProblem(persister.analytics("/users/someone/sessions"), 403, "role support or admin");
      assertThat(persister.analytics("/days", "support").statusCode()).isEqualTo(200);
      assertThat(persister.analytics("/users/nobody/sessions", "admin").body())
          .isEqualTo("{\"items\":[]}");
      assertThat(persister.send("/v1/openapi.yml").body())
          .contains("/v1/analytics/days:", "/v1/analytics/users/{id}/sessions:");

      assertProblem(persister.analytics("/days?from=2026-02-30", "admin"), 400, "\"2026-02-30\"");
      assertProblem(persister.analytics("/days?to=tomorrow", "admin"), 400, "to must be a day");
      assertProblem(
          persister.analytics("/days?from=2026-01-02&to=2026-01-01", "admin"), 400, "not be after");
      assertProblem(
          persister.analytics("/days?from=2025-01-01&to=2026-02-05", "admin"), 400, "got 401");
      assertThat(persister.analytics("/days?from=2025-01-01&to=2026-02-04", "admin").statusCode())
          .isEqualTo(200);
      for (String limit : List.of("0", "501")) {
        assertProblem(
            persister.analytics("/users/a/sessions?limit=" + limit, "admin"), 400, "got " + limit);
      }
      for (String after : List.of("x", "5", "-1-a", "5-", "99999999999999999-a", "5-a%20b")) {
        assertProblem(
            persister.analytics("/users/a/sessions?after=" + after, "admin"), 400, "the next of");
      }
      assertProblem(persister.analytics("/users/no%20id/sessions", "admin"), 400, "user_id");
    }
  }

  private List<PresenceChanged> annsHour(UserId ann) {
    return new Past(ann, today.minusDays(9))
        .begins("a", DeviceType.WEB, "10:00")
        .ends("a", "11:00", SessionEnd.CLOSED)
        .changes();
  }

  private Persister start(Map<String, Object> more) {
    return Persister.start(database, SHORT, MANY, more);
  }

  private static String sessions(Persister persister, UserId user, String query) {
    return persister.analytics("/users/" + user + "/sessions" + query, "support").body();
  }

  private static double failedLetters(Persister persister) {
    return persister.metricOrZero("presence.dead_letters", "result", "failed");
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body().replace("\\\"", "\"")).contains(detail);
  }

  private static String kafka() {
    return TestServers.kafkaBootstrapServers();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
