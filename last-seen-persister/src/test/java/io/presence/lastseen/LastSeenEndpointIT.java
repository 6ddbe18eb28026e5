package io.presence.lastseen;

import static io.presence.lastseen.Changes.busy;
import static io.presence.lastseen.Changes.kept;
import static io.presence.lastseen.Changes.online;
import static io.presence.lastseen.Changes.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.web.ServiceKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What services are answered, and others are not. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastSeenEndpointIT {
  private static final long NEVER = 600_000;

  private final Database database = new Database("last_seen_endpoint");
  private ChangesLog log;
  private Persister persister;

  @BeforeAll
  void start() {
    log = ChangesLog.open();
    persister = Persister.start(database, NEVER, 5_000);
  }

  @AfterAll
  void stop() {
    persister.close();
    log.close();
  }

  @Test
  void onlyServicesAreAnswered() {
    assertThat(persister.get("?user_ids=ann").statusCode()).isEqualTo(401);
    assertThat(
            persister
                .get("?user_ids=ann", ServiceKey.HEADER, "another-key-of-some-other")
                .statusCode())
        .isEqualTo(401);
    assertThat(persister.get("?user_ids=ann", ServiceKey.HEADER, Persister.KEY).statusCode())
        .isEqualTo(200);
  }

  /** Nor on Kafka, where changes wait: a restart would mend nothing. */
  @Test
  void readinessHangsOnPostgresAndTellsStrangersNoMore() {
    String told = persister.send("/health/readiness").body();
    assertThat(told).contains("UP").doesNotContain("postgres");
    String why = persister.asClient("/health/readiness", "support").body();
    assertThat(why).contains("jdbc").doesNotContain("kafka");
  }

  @Test
  void aPostgresThatHangsHoldsNobodyForEver() throws Exception {
    assertThat(persister.networkTimeout()).isEqualTo(20_000);
  }

  @Test
  void thoseWhoAreNotKnownAreLeftOut() {
    UserId ann = someone();
    log.publish(List.of(online(ann, 3, 30)));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(persister.lastSeen(List.of(someone(), ann, someone(), ann)))
                .containsExactly(new LastSeen(ann, 30, 3, HandSet.NOTHING)));
    assertThat(persister.ask(List.of(someone())).body()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void theNewerOfWhatWaitsAndWhatIsWrittenIsAnswered() {
    UserId ann = someone();
    UserId bob = someone();
    Kept waiting = kept(ann, 5, 50, Status.BUSY, busy("waits"));
    log.publish(List.of(waiting, waiting, online(bob, 5, 50)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> persister.lastSeen(List.of(bob)).size() == 1);
    // Another instance has written an older change of ann, seen later, and a newer one of bob.
    write(ann, 4, 70);
    write(bob, 6, 40);
    assertThat(persister.lastSeen(List.of(ann, bob)))
        .containsExactlyInAnyOrder(
            new LastSeen(ann, 70, 5, busy("waits")), new LastSeen(bob, 50, 6, HandSet.NOTHING));
  }

  @Test
  void badQuestionsAreRefusedByName() {
    assertProblem(ask("ann,no%20spaces,bob"), "user_id must be 1-128", "\"no spaces\"");
    assertProblem(ask("ann,,bob"), "got \"\"");
    assertProblem(ask(""), "user_ids");
    assertProblem(persister.get("", ServiceKey.HEADER, Persister.KEY), "user_ids");
    assertProblem(persister.ask(people(501)), "at most 500 ids, got 501");
    assertThat(persister.ask(people(499)).statusCode()).isEqualTo(200);
    assertThat(persister.ask(people(500)).statusCode()).isEqualTo(200);
  }

  @Test
  void fiveHundredOfTheLongestIdsFitIntoOneQuestion() {
    String ids =
        Stream.generate(() -> "%40".repeat(92) + UUID.randomUUID())
            .limit(500)
            .collect(Collectors.joining("%2C"));
    assertThat(ask(ids).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> ask(String ids) {
    return persister.get("?user_ids=" + ids, ServiceKey.HEADER, Persister.KEY);
  }

  private static List<UserId> people(int count) {
    return Stream.generate(Changes::someone).limit(count).toList();
  }

  private static void assertProblem(HttpResponse<String> answer, String... details) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body().replace("\\\"", "\"")).contains(details);
  }

  private void write(UserId userId, long version, long lastSeen) {
    database.execute(
        "INSERT INTO last_seen VALUES ('%s', timestamptz 'epoch' + %d * interval '1 ms', 'online', %d, now())"
            .formatted(userId, lastSeen, version));
  }
}
