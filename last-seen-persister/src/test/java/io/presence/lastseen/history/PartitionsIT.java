package io.presence.lastseen.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Partitions are made ahead and dropped in time, on real Postgres. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionsIT {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 15);

  private final io.presence.lastseen.Database place =
      new io.presence.lastseen.Database("last_seen_partitions");
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Database database;

  @BeforeAll
  void start() {
    database = new Database(HistoryTables.migrated(place.name()));
  }

  @BeforeEach
  void today() {
    place.execute(
        """
        DO $$
        DECLARE p regclass;
        BEGIN
          FOR p IN SELECT inhrelid::regclass FROM pg_inherits
            WHERE inhparent = 'session_history'::regclass
          LOOP
            EXECUTE 'DROP TABLE ' || p;
          END LOOP;
        END $$
        """);
    now.set(Instant.parse("2026-03-15T12:00:00Z"));
    partitions(0).ensure();
  }

  private Partitions partitions(int days) {
    return new Partitions(database, new HistorySettings(days, 60_000), now::get);
  }

  private int count() {
    return Integer.parseInt(
        place.ask(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'session_history'::regclass"));
  }

  private void add(String day) {
    place.execute(
        "INSERT INTO session_history VALUES ('ann', '%s 10:00+00', 's-%s', 'web', '%s 11:00+00', 'closed')"
            .formatted(day, day, day));
  }

  private String rows() {
    return place.ask("SELECT count(*) FROM session_history");
  }

  @Test
  void theDaysThatAreKeptAndSomeAheadHaveOne() {
    Covered covered = partitions(3).ensure();
    assertThat(covered)
        .isEqualTo(new Covered(TODAY.minusDays(3), TODAY.plusDays(1L + Partitions.DAYS_AHEAD)));
    assertThat(count()).isEqualTo(3 + 1 + Partitions.DAYS_AHEAD);
    add("2026-03-12");
    add("2026-03-19");
    assertThat(partitions(3).ensure()).as("again").isEqualTo(covered);
    assertThat(rows()).isEqualTo("2");
    assertThat(
            place.ask(
                "SELECT count(*) FROM pg_indexes WHERE tablename = 'session_history_20260315'"))
        .as("key and index of the ends")
        .isEqualTo("2");
  }

  @Test
  void aDayAfterItsTimeIsDroppedWhole() {
    partitions(3).ensure();
    add("2026-03-12");
    add("2026-03-13");
    now.set(Instant.parse("2026-03-16T00:00:00Z"));
    assertThat(partitions(3).ensure().first()).isEqualTo(TODAY.minusDays(2));
    assertThat(rows()).isEqualTo("1");
    assertThat(place.ask("SELECT to_regclass('session_history_20260312') IS NULL")).isEqualTo("t");
    partitions(1).ensure();
    assertThat(rows()).as("a shorter time counts at once").isEqualTo("0");
    partitions(0).ensure();
    assertThat(count()).as("none at all").isZero();
  }

  @Test
  void whatWasLeftHalfDoneIsFinished() {
    partitions(3).ensure();
    // Made and never attached; detached and never dropped.
    place.execute("ALTER TABLE session_history DETACH PARTITION session_history_20260315");
    place.execute("ALTER TABLE session_history DETACH PARTITION session_history_20260312");
    now.set(Instant.parse("2026-03-16T00:00:00Z"));
    partitions(3).ensure();
    assertThat(count()).isEqualTo(3 + 1 + Partitions.DAYS_AHEAD);
    assertThat(place.ask("SELECT to_regclass('session_history_20260312') IS NULL")).isEqualTo("t");
    add("2026-03-15");
  }

  @Test
  void manyInstancesAtOnceMakeEachOnce() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(i -> executor.submit(() -> partitions(20).ensure()))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
    assertThat(count()).isEqualTo(20 + 1 + Partitions.DAYS_AHEAD);
  }

  @Test
  void writersAndReadersAreNotKeptWaiting() throws Exception {
    partitions(3).ensure();
    try (Connection writer = place.connect()) {
      writer.setAutoCommit(false);
      try (var statement = writer.createStatement()) {
        // A writer in the middle of its transaction, and partitions made beside it.
        statement.execute(
            "INSERT INTO session_history VALUES ('ann', '2026-03-15 10:00+00', 's', 'web', '2026-03-15 10:00+00', 'closed')");
        now.set(Instant.parse("2026-03-17T00:00:00Z"));
        assertThat(partitions(5).ensure().end())
            .isEqualTo(TODAY.plusDays(3L + Partitions.DAYS_AHEAD));
        statement.execute(
            "INSERT INTO session_history VALUES ('ann', '2026-03-18 10:00+00', 's', 'web', '2026-03-18 10:00+00', 'closed')");
      }
      writer.commit();
    }
    assertThat(rows()).isEqualTo("2");
  }
}
