package io.presence.lastseen;

import static io.presence.lastseen.Changes.busy;
import static io.presence.lastseen.Changes.kept;
import static io.presence.lastseen.Changes.online;
import static io.presence.lastseen.Changes.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * From the topic to the rows, on real Kafka and Postgres: when it is written, what is committed,
 * and that whatever fails in between loses nothing.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesConsumerIT {
  private static final long SHORT = 500;
  private static final long NEVER = 600_000;
  private static final int MANY = 5_000;

  private final Database database = new Database("last_seen_consumer");
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
  void leaveNobodyInTheGroup() throws Exception {
    database.comeBack();
    soon().until(() -> log.members() == 0);
  }

  @Test
  void aChangeIsARowWithinTheInterval() {
    UserId ann = someone();
    Kept change = kept(ann, 7, 1_700_000_000_123L, Status.BUSY, busy("in a meeting"));
    try (Persister persister = Persister.start(database, 1_000, MANY)) {
      settled(1);
      long start = System.nanoTime();
      log.publish(List.of(change));
      soon().until(() -> database.rows(List.of(ann)) == 1);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
      assertThat(persister.lastSeen(List.of(ann))).containsExactly(change.toLastSeen());
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      assertThat(persister.metric("presence.last_seen.rows")).isGreaterThanOrEqualTo(1);
      soon().until(() -> persister.metric("presence.last_seen.pending") == 0);
    }
  }

  @Test
  void enoughPeopleAreWrittenBeforeTheInterval() {
    int rows = 20;
    List<UserId> people = people(rows);
    UserId last = someone();
    try (Persister persister = Persister.start(database, NEVER, rows)) {
      Map<TopicPartition, Long> before = log.committed();
      log.publish(changes(people.subList(0, rows - 1)));
      // All are read, none is written: they are answered from what waits.
      soon().until(() -> persister.lastSeen(people).size() == rows - 1);
      // The same people again are no more people.
      log.publish(people.subList(0, rows - 1).stream().map(user -> online(user, 2, 20)).toList());
      soon().until(() -> persister.lastSeen(people).stream().allMatch(item -> item.version() == 2));
      assertThat(database.rows(people)).isEqualTo(0);
      assertThat(log.committed()).isEqualTo(before);
      log.publish(List.of(online(last, 1, 10)));
      soon().until(() -> database.rows(people) == rows - 1 && database.rows(List.of(last)) == 1);
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      assertThat(persister.metric("presence.last_seen.flush", "outcome", "ok")).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeReadIsCountedAndTheRestGoesOn() {
    UserId ann = someone();
    try (Persister persister = Persister.start(database, SHORT, MANY)) {
      log.publishRaw(ann.value(), "{\"user_id\":");
      log.publish(List.of(online(ann, 1, 10)));
      log.publishRaw(ann.value(), "");
      soon().until(() -> database.rows(List.of(ann)) == 1);
      soon()
          .until(
              () -> persister.metric("presence.last_seen.records", "outcome", "unreadable") == 2);
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      log.publishRaw(ann.value(), "[]");
      // Also when nothing else comes.
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
    }
  }

  @Test
  void whilePostgresIsDownNothingIsCommittedAndAfterwardsNothingIsMissing() throws Exception {
    List<UserId> first = people(50);
    List<UserId> second = people(50);
    try (Persister persister = Persister.start(database, SHORT, MANY)) {
      settled(1);
      Map<TopicPartition, Long> before = log.committed();
      database.goDown();
      log.publish(changes(first));
      soon().until(() -> persister.metric("presence.last_seen.flush", "outcome", "failed") >= 1);
      log.publish(changes(second));
      soon().until(() -> persister.metric("presence.last_seen.flush", "outcome", "failed") >= 3);
      assertThat(log.committed()).isEqualTo(before);
      assertThat(log.members()).as("it stays in the group").isEqualTo(1);
      // Reading is paused: what came since waits in Kafka, not in memory.
      assertThat(persister.metric("presence.last_seen.pending")).isEqualTo(first.size());
      assertThat(persister.ask(first).statusCode()).isEqualTo(503);
      database.comeBack();
      soon().until(() -> database.rows(first) == 50 && database.rows(second) == 50);
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
    }
  }

  @Test
  void stoppingWritesAndCommitsWhatWaits() {
    UserId ann = someone();
    try (Persister persister = Persister.start(database, NEVER, MANY)) {
      log.publish(List.of(online(ann, 1, 10)));
      soon().until(() -> persister.lastSeen(List.of(ann)).size() == 1);
      assertThat(database.rows(List.of(ann))).isEqualTo(0);
    }
    assertThat(database.rows(List.of(ann))).isEqualTo(1);
    assertThat(log.committed()).isEqualTo(log.ends());
  }

  @Test
  void stoppedWhilePostgresIsDownTheNextOneReadsItAgain() throws Exception {
    List<UserId> people = people(30);
    Map<TopicPartition, Long> before;
    try (Persister persister = Persister.start(database, SHORT, MANY)) {
      settled(1);
      before = log.committed();
      database.goDown();
      log.publish(changes(people));
      soon().until(() -> persister.metric("presence.last_seen.flush", "outcome", "failed") >= 1);
    }
    assertThat(log.committed()).isEqualTo(before);
    database.comeBack();
    assertThat(database.rows(people)).isEqualTo(0);
    try (Persister next = Persister.start(database, SHORT, MANY)) {
      soon().until(() -> next.lastSeen(people).size() == 30 && database.rows(people) == 30);
    }
  }

  @Test
  void aCrashBetweenTheRowsAndTheCommitOnlyRepeatsWork() {
    UserId ann = someone();
    UserId bob = someone();
    Map<TopicPartition, Long> before;
    try (Persister persister = Persister.start(database, SHORT, MANY)) {
      settled(1);
      before = log.committed();
      log.publish(List.of(kept(ann, 1, 10, Status.BUSY, busy("old")), online(bob, 1, 10)));
      soon().until(() -> persister.metric("presence.last_seen.rows") == 2);
    }
    // The rows are there, their commit is not; and another instance has gone on with ann.
    log.setCommitted(before);
    database.execute("DELETE FROM hand_set WHERE user_id = '%s'".formatted(ann));
    database.execute(
        "UPDATE last_seen SET version = 2, last_seen = timestamptz 'epoch' + interval '20 ms' WHERE user_id = '%s'"
            .formatted(ann));
    try (Persister next = Persister.start(database, SHORT, MANY)) {
      soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
      assertThat(next.metric("presence.last_seen.records", "outcome", "read")).isEqualTo(2);
      assertThat(next.lastSeen(List.of(ann, bob)))
          .containsExactlyInAnyOrder(
              online(ann, 2, 20).toLastSeen(), online(bob, 1, 10).toLastSeen());
    }
  }

  @Test
  void whenPartitionsMoveToAnotherInstanceNothingIsLostAndNothingGoesBack() {
    List<UserId> people = people(200);
    try (Persister first = Persister.start(database, NEVER, MANY)) {
      log.publish(people.stream().map(user -> online(user, 2, 20)).toList());
      soon().until(() -> first.lastSeen(people.subList(0, 100)).size() == 100);
      soon().until(() -> first.lastSeen(people.subList(100, 200)).size() == 100);
      assertThat(database.rows(people)).isEqualTo(0);
      try (Persister second = Persister.start(database, NEVER, MANY)) {
        settled(2);
        // The first has given up partitions, and wrote before it did.
        assertThat(database.rows(people)).isEqualTo(200);
        assertThat(log.committed()).isEqualTo(log.ends());
        // Late and repeated records, now shared by two.
        log.publish(people.stream().map(user -> online(user, 1, 30)).toList());
        soon()
            .until(() ->
                first.metric("presence.last_seen.pending")
                        + second.metric("presence.last_seen.pending")
                    == 200);
        assertThat(first.metric("presence.last_seen.pending")).isBetween(1.0, 199.0);
      }
      soon().until(() -> log.members() == 1);
    }
    try (Persister next = Persister.start(database, NEVER, MANY)) {
      assertThat(next.lastSeen(people))
          .hasSize(200)
          .allSatisfy(item -> {
            assertThat(item.lastSeen()).isEqualTo(30);
            assertThat(item.version()).isEqualTo(2);
          });
    }
  }

  @Test
  void whereAFunctionReadsTheTopicTheServiceOnlyAnswers() {
    List<UserId> people = people(20);
    Map<String, Object> answersOnly = Map.of("presence.last-seen.fold", false);
    try (Persister answering = Persister.start(database, SHORT, MANY, answersOnly);
        Persister _ = Persister.start(database, SHORT, MANY)) {
      settled(1);
      log.publish(changes(people));
      soon().until(() -> database.rows(people) == 20);
      assertThat(answering.lastSeen(people)).hasSize(20);
      assertThat(answering.metric("presence.last_seen.records", "outcome", "read")).isZero();
    }
  }

  private void settled(int members) {
    soon().until(() -> log.members() == members);
    soon().untilAsserted(() -> assertThat(log.committed()).isEqualTo(log.ends()));
  }

  private static List<UserId> people(int count) {
    return Stream.generate(Changes::someone).limit(count).toList();
  }

  private static List<Kept> changes(List<UserId> people) {
    return people.stream().map(user -> online(user, 1, 10)).toList();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
