package io.presence.lastseen.history;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of {@code session_history} ahead of their days and drops them after their
 * time: one a day. Idempotent, safe beside other instances (an advisory lock lets one at a time
 * in), and done in steps of which each may fail and be done again.
 *
 * <p>Nobody waits for it: a partition is made beside the table and then attached, and detached
 * {@code CONCURRENTLY} before it is dropped; neither keeps anybody from reading or writing the
 * others.
 */
@Singleton
final class Partitions {
  /** How long a step waits for a lock. */
  static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  /** A service that stands still over a long weekend still finds its partitions. */
  static final int DAYS_AHEAD = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final long LOCK = 0x7072_6573_0001L;
  private static final String PREFIX = "session_history_";
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

  private static final String LIST =
      """
      SELECT c.relname, c.relispartition, coalesce(i.inhdetachpending, false)
      FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
      WHERE c.relname ~ '^session_history_[0-9]{8}$' AND c.relkind = 'r'
        AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'session_history'::regclass)
      """;

  private final Database database;
  private final HistorySettings settings;
  private final InstantSource clock;

  Partitions(Database database, HistorySettings settings, InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  private enum State {
    ATTACHED,
    DETACHING,
    ALONE
  }

  LocalDate today() {
    return Covered.day(clock.millis());
  }

  /** Whether everything that today and tomorrow need is among them. */
  boolean suffices(Covered covered) {
    return covered.has(today()) && covered.has(today().plusDays(1));
  }

  /**
   * Makes what is missing and drops what is too old.
   *
   * @return the days that have a partition now
   */
  Covered ensure() {
    return database.run(
        LONGEST,
        LOCK_TIMEOUT,
        connection -> {
          Database.lock(connection, LOCK);
          Map<LocalDate, State> found = list(connection);
          LocalDate first = settings.isOn() ? today().minusDays(settings.days()) : LocalDate.MAX;
          LocalDate end = today().plusDays(DAYS_AHEAD + 1L);
          List<LocalDate> made = new ArrayList<>();
          for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
            if (found.get(day) != State.ATTACHED) {
              make(connection, day, found.get(day));
              made.add(day);
            }
          }
          for (var entry : found.entrySet()) {
            if (entry.getKey().isBefore(first)) {
              drop(connection, entry.getKey(), entry.getValue());
            }
          }
          if (!made.isEmpty()) {
            LOG.info(
                "Sessions that began from {} to {} have partitions; made now: {}",
                first,
                end.minusDays(1),
                made.size());
          }
          return settings.isOn() ? new Covered(first, end) : Covered.NOTHING;
        });
  }

  private static Map<LocalDate, State> list(Connection connection) throws SQLException {
    Map<LocalDate, State> found = new TreeMap<>();
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LIST)) {
      while (rows.next()) {
        State state =
            rows.getBoolean(3)
                ? State.DETACHING
                : rows.getBoolean(2) ? State.ATTACHED : State.ALONE;
        found.put(LocalDate.parse(rows.getString(1).substring(PREFIX.length()), SUFFIX), state);
      }
    }
    return found;
  }

  private static void make(
      Connection connection, LocalDate day, @org.jspecify.annotations.Nullable State state)
      throws SQLException {
    String name = name(day);
    if (state == State.DETACHING) {
      finishDetaching(connection, name);
    }
    Database.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS %s (LIKE session_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            .formatted(name));
    Database.execute(
        connection,
        "ALTER TABLE session_history ATTACH PARTITION %s FOR VALUES FROM ('%s 00:00+00') TO ('%s 00:00+00')"
            .formatted(name, day, day.plusDays(1)));
  }

  private static void drop(Connection connection, LocalDate day, State state) throws SQLException {
    String name = name(day);
    switch (state) {
      case ATTACHED ->
          Database.execute(
              connection, "ALTER TABLE session_history DETACH PARTITION " + name + " CONCURRENTLY");
      case DETACHING -> finishDetaching(connection, name);
      case ALONE -> LOG.debug("{} was detached before", name);
    }
    Database.execute(connection, "DROP TABLE " + name);
    LOG.info("Sessions that began on {} are forgotten", day);
  }

  private static void finishDetaching(Connection connection, String name) throws SQLException {
    Database.execute(
        connection, "ALTER TABLE session_history DETACH PARTITION " + name + " FINALIZE");
  }

  private static String name(LocalDate day) {
    return PREFIX + SUFFIX.format(day);
  }
}
