package io.presence.lastseen.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import io.presence.lastseen.history.DayFigures.Figures;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A day's figures in SQL against a model that goes through the day minute by minute. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DayFiguresIT {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 15);
  private static final Instant START = DAY.atStartOfDay().toInstant(ZoneOffset.UTC);
  private static final int MINUTES = 1_440;
  private static final HistorySettings SETTINGS = new HistorySettings(5, 60_000);

  private final io.presence.lastseen.Database place =
      new io.presence.lastseen.Database("last_seen_figures");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private Database database;
  private DayFigures figures;
  private int sessions;

  @BeforeAll
  void start() {
    database = new Database(HistoryTables.migrated(place.name()));
    figures = new DayFigures(now::get, SETTINGS);
  }

  @BeforeEach
  void empty() {
    now.set(START.plus(Duration.ofHours(12)));
    new Partitions(database, SETTINGS, now::get).ensure();
    place.execute("TRUNCATE session_history, session_open, presence_day");
  }

  private void ended(String user, Instant from, Instant until) {
    place.execute(row(user, from, until));
  }

  private String row(String user, Instant from, Instant until) {
    return "INSERT INTO session_history VALUES ('%s', '%s', 's%d', 'web', '%s', 'closed')"
        .formatted(user, from, sessions++, until);
  }

  private void open(String user, Instant from) {
    place.execute(
        "INSERT INTO session_open VALUES ('%s', '[{\"session_id\":\"s\",\"device_type\":\"web\",\"from\":%d}]')"
            .formatted(user, from.toEpochMilli()));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private Figures compute() throws Exception {
    try (Connection connection = place.connect()) {
      return figures.compute(connection, DAY, now.get());
    }
  }

  private int refresh() throws Exception {
    try (Connection connection = place.connect()) {
      return figures.refresh(connection);
    }
  }

  @Test
  void aDayWithoutAnybodyIsAllZero() throws Exception {
    assertThat(compute()).isEqualTo(new Figures(0, 0, null, 0));
  }

  @Test
  void sessionsOfOnePersonCountOnceAtATime() throws Exception {
    ended("ann", at(60), at(120));
    ended("ann", at(90), at(150));
    ended("ann", at(100), at(110));
    ended("ann", at(300), at(301));
    ended("bob", at(150), at(160));
    Figures figures = compute();
    assertThat(figures.people()).isEqualTo(2);
    assertThat(figures.onlineSeconds()).isEqualTo(60L * (90 + 1 + 10));
    assertThat(figures.peak()).as("bob came when ann went").isEqualTo(1);
    assertThat(figures.peakAt()).isEqualTo(at(60).atOffset(ZoneOffset.UTC));
  }

  @Test
  void sessionsAreCutToTheDay() throws Exception {
    ended("ann", at(-600), at(60));
    ended("bob", at(-600), at(0));
    ended("cid", at(MINUTES - 10), at(MINUTES + 600));
    ended("dan", at(MINUTES), at(MINUTES + 5));
    ended("eve", at(10), at(10));
    open("fay", at(-60));
    open("gil", at(MINUTES + 1));
    Figures figures = compute();
    assertThat(figures.people()).as("ann, cid, eve, fay").isEqualTo(4);
    assertThat(figures.onlineSeconds()).isEqualTo(60L * (60 + 10 + 720));
    assertThat(figures.peak()).isEqualTo(2);
    assertThat(figures.peakAt()).isEqualTo(at(0).atOffset(ZoneOffset.UTC));
    now.set(START.plus(Duration.ofHours(30)));
    assertThat(compute().onlineSeconds()).as("the day is over").isEqualTo(60L * (60 + 10 + 1_440));
  }

  @Test
  void anyDayIsAsTheModelSays() throws Exception {
    for (long seed = 1; seed <= 20; seed++) {
      empty();
      Random random = new Random(seed);
      Map<String, BitSet> model = new TreeMap<>();
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String user = "u" + random.nextInt(12);
        int from = random.nextInt(-300, MINUTES);
        int until = from + random.nextInt(1, 400);
        rows.add(row(user, at(from), at(until)));
        if (until > 0) {
          model
              .computeIfAbsent(user, u -> new BitSet())
              .set(Math.max(0, from), Math.min(MINUTES, until));
        }
      }
      place.execute(String.join(";", rows));
      assertThat(compute()).as("seed %d", seed).isEqualTo(expected(model));
    }
  }

  private static Figures expected(Map<String, BitSet> model) {
    List<Integer> level = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      int at = minute;
      level.add((int) model.values().stream().filter(minutes -> minutes.get(at)).count());
    }
    int peak = level.stream().mapToInt(Integer::intValue).max().orElse(0);
    OffsetDateTime peakAt = at(level.indexOf(peak)).atOffset(ZoneOffset.UTC);
    long minutes = model.values().stream().mapToLong(BitSet::cardinality).sum();
    return new Figures(model.size(), peak, peakAt, minutes * 60);
  }

  @Test
  void todayIsComputedAgainAndAgainAndADayThatIsOverWhenItChanges() throws Exception {
    assertThat(refresh()).isEqualTo(1);
    ended("ann", at(60), at(120));
    assertThat(refresh()).isEqualTo(1);
    assertThat(place.ask("SELECT people FROM presence_day")).isEqualTo("1");

    now.set(START.plus(Duration.ofHours(25)));
    assertThat(refresh()).as("the end of yesterday, and today").isEqualTo(2);
    assertThat(refresh()).isEqualTo(1);
    ended("bob", at(60), at(120));
    try (Connection connection = place.connect()) {
      new SessionTables(ObjectMapper.getDefault()).touchDays(connection, DAY, DAY);
    }
    assertThat(refresh()).isEqualTo(2);
    assertThat(place.ask("SELECT people FROM presence_day WHERE day = '" + DAY + "'"))
        .isEqualTo("2");
    now.set(START.plus(Duration.ofDays(4)));
    assertThat(refresh()).as("no day is left out").isEqualTo(4);
    assertThat(place.ask("SELECT count(*) FROM presence_day")).isEqualTo("5");
  }
}
