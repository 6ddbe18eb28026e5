package io.presence.lastseen;

import static io.presence.lastseen.Changes.busy;
import static io.presence.lastseen.Changes.kept;
import static io.presence.lastseen.Changes.online;
import static io.presence.lastseen.Changes.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.presence.contracts.HandSet;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rule of {@link Kept#and} once more, in SQL on real Postgres, alone and beside other writers.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastSeenTableIT {
  private static final int FLUSH_ROWS = 5_000;

  private final Database database = new Database("last_seen_table");
  private ApplicationContext context;
  private LastSeenTable table;

  @BeforeAll
  void start() {
    // The context alone: without a server nothing is consumed.
    context = ApplicationContext.run(database.properties());
    table = context.getBean(LastSeenTable.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void whatIsWrittenIsFoundAgain() {
    UserId ann = someone();
    UserId bob = someone();
    UserId eve = someone();
    List<Kept> people =
        List.of(
            kept(ann, 9, 1_700_000_000_123L, Status.BUSY, busy("in a \"meeting\" {ünd} \\ , NULL")),
            kept(bob, 1, 0, Status.OFFLINE, HandSet.NOTHING),
            kept(
                eve,
                Long.MAX_VALUE,
                253_402_300_799_999L,
                Status.AWAY,
                new HandSet(null, null, "😀", 1_700_000_000_123L)));
    table.upsert(people);
    assertThat(table.find(List.of(ann, bob, eve, someone())))
        .containsExactlyInAnyOrderElementsOf(people);
  }

  @Test
  void anyOrderOfChangesEndsTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      UserId ann = someone();
      List<Kept> changes = new ArrayList<>();
      for (int version = 1; version <= 6; version++) {
        HandSet hand = version % 2 == 0 ? HandSet.NOTHING : busy("message " + version);
        changes.add(kept(ann, version, version * 3L % 7, Status.BUSY, hand));
      }
      changes.add(changes.get(2));
      Collections.shuffle(changes, random);
      changes.forEach(change -> table.upsert(List.of(change)));
      assertThat(table.find(List.of(ann)))
          .as("seed %d, order %s", seed, changes)
          .containsExactly(kept(ann, 6, 6, Status.BUSY, HandSet.NOTHING));
    }
  }

  @Test
  void lastSeenNeverGoesBackwards() {
    UserId ann = someone();
    table.upsert(List.of(online(ann, 10, 1_000)));
    // A newer change while invisible, frozen at an earlier moment than an update that was lost.
    table.upsert(List.of(kept(ann, 11, 900, Status.INVISIBLE, HandSet.NOTHING)));
    assertThat(table.find(List.of(ann)))
        .containsExactly(kept(ann, 11, 1_000, Status.INVISIBLE, HandSet.NOTHING));
    // An older change that was later moves last seen, and nothing else.
    table.upsert(List.of(kept(ann, 5, 1_100, Status.BUSY, busy("old"))));
    assertThat(table.find(List.of(ann)))
        .containsExactly(kept(ann, 11, 1_100, Status.INVISIBLE, HandSet.NOTHING));
  }

  @Test
  void anOldHandSetReadAgainRevivesNothing() throws SQLException {
    UserId ann = someone();
    Kept set = kept(ann, 10, 1_000, Status.BUSY, busy("set"));
    Kept cleared = kept(ann, 11, 1_000, Status.ONLINE, HandSet.NOTHING);
    table.upsert(List.of(set));
    assertThat(handSetRows(ann)).isEqualTo(1);
    table.upsert(List.of(cleared));
    assertThat(handSetRows(ann)).isEqualTo(0);
    table.upsert(List.of(set));
    assertThat(table.find(List.of(ann))).containsExactly(cleared);
    assertThat(handSetRows(ann)).isEqualTo(0);
    Kept setAgain = kept(ann, 12, 1_000, Status.BUSY, new HandSet(Status.AWAY, null, null));
    table.upsert(List.of(setAgain));
    table.upsert(List.of(set, online(someone(), 1, 1)));
    assertThat(table.find(List.of(ann))).containsExactly(setAgain);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, FLUSH_ROWS - 1, FLUSH_ROWS, FLUSH_ROWS + 1})
  void batchesOfAnySizeAreWrittenWhole(int size) {
    List<Kept> people =
        Stream.generate(Changes::someone)
            .limit(size)
            .map(user -> kept(user, 2, 1_000, Status.BUSY, busy("hello")))
            .toList();
    table.upsert(people);
    table.upsert(people);
    List<UserId> users = people.stream().map(Kept::userId).toList();
    assertThat(database.rows(users)).isEqualTo(size);
    List<UserId> some = users.subList(Math.max(0, size - 500), size);
    assertThat(table.find(some))
        .containsExactlyInAnyOrderElementsOf(people.subList(Math.max(0, size - 500), size));
  }

  @Test
  @Timeout(20)
  void aTableThatHasJustGrownIsNotSlow() {
    // What the planner believes until the next ANALYZE: hand_set has a page, and nobody in it.
    table.upsert(List.of(kept(someone(), 1, 1, Status.BUSY, busy("hello"))));
    database.execute("DELETE FROM hand_set");
    database.execute("VACUUM (ANALYZE, TRUNCATE false) hand_set");
    for (int round = 0; round < 3; round++) {
      List<Kept> people =
          Stream.generate(Changes::someone)
              .limit(FLUSH_ROWS)
              .map(user -> kept(user, 2, 1_000, Status.BUSY, busy("hello")))
              .toList();
      table.upsert(people);
      assertThat(table.find(people.subList(0, 500).stream().map(Kept::userId).toList()))
          .hasSize(500);
    }
  }

  @Test
  void aCharacterThatPostgresCannotHoldCostsNothingElse() {
    UserId ann = someone();
    table.upsert(List.of(kept(ann, 1, 1, Status.BUSY, busy("nul\0and half \ud800 a pair"))));
    assertThat(table.find(List.of(ann)))
        .containsExactly(kept(ann, 1, 1, Status.BUSY, busy("nul\ufffdand half ? a pair")));
  }

  @Test
  void twoWritersOfTheSamePersonKeepTheNewerWhoeverCommitsLast() throws Exception {
    UserId ann = someone();
    Kept set = kept(ann, 10, 1_000, Status.BUSY, busy("set"));
    Kept cleared = kept(ann, 11, 1_001, Status.ONLINE, HandSet.NOTHING);
    table.upsert(List.of(online(ann, 1, 1)));
    try (Connection first = database.connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first writer has done its part (version 10) and not committed it yet.
      first.setAutoCommit(false);
      try (var statement = first.createStatement()) {
        statement.execute(
            "UPDATE last_seen SET version = 10, status = 'busy' WHERE user_id = '" + ann + "'");
        statement.execute(
            "INSERT INTO hand_set VALUES ('%s', 'busy', NULL, 'set', 10)".formatted(ann));
      }
      Future<?> second = executor.submit(() -> table.upsert(List.of(cleared)));
      await().atMost(Duration.ofSeconds(20)).until(this::someoneWaitsForALock);
      first.commit();
      second.get();
    }
    assertThat(table.find(List.of(ann))).containsExactly(cleared);
    assertThat(handSetRows(ann)).isEqualTo(0);
    table.upsert(List.of(set));
    assertThat(table.find(List.of(ann))).containsExactly(cleared);
  }

  @Test
  void manyWritersOfTheSamePeopleDoNotLockEachOtherOut() throws Exception {
    List<UserId> people = Stream.generate(Changes::someone).limit(300).toList();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 1; writer <= 4; writer++) {
        int version = writer;
        List<UserId> order = new ArrayList<>(people);
        Collections.shuffle(order);
        writers.add(
            executor.submit(() -> {
              for (int round = 0; round < 10; round++) {
                int newer = round * 10 + version;
                HandSet hand = newer % 2 == 0 ? HandSet.NOTHING : busy("v" + newer);
                table.upsert(
                    order.stream()
                        .map(user -> kept(user, newer, newer, Status.BUSY, hand))
                        .toList());
              }
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(table.find(people))
        .hasSize(300)
        .allSatisfy(kept ->
            assertThat(kept).isEqualTo(kept(kept.userId(), 94, 94, Status.BUSY, HandSet.NOTHING)));
  }

  private boolean someoneWaitsForALock() throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                    + database.name()
                    + "'")) {
      rows.next();
      return rows.getInt(1) > 0;
    }
  }

  private int handSetRows(UserId userId) throws SQLException {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM hand_set WHERE user_id = '" + userId + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
