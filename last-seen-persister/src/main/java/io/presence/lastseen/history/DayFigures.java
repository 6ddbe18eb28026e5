package io.presence.lastseen.history;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the figures of days from their sessions, and keeps them in {@code presence_day}.
 *
 * <p>A person's sessions are cut to the day and merged into stretches of time in which at least one
 * of them lasted. Then: people is how many have any; online seconds is the sum of all stretches;
 * the peak is the greatest number of stretches at one moment, found by going through their
 * beginnings and ends in order of time (at one moment, ends go before beginnings: who comes when
 * somebody goes was not there with them).
 *
 * <p>A day is computed again when something was written that changes it: {@code revision} counts
 * those writes, and is read before the sessions are, so that what comes in between is not missed.
 * Today changes all the time and is computed in each round.
 */
@Singleton
final class DayFigures {
  /** Days in one round: the rest follows in the next. */
  private static final int AT_ONCE = 50;

  private static final String OPEN_DAYS =
      """
      INSERT INTO presence_day (day)
      SELECT d::date
      FROM generate_series(greatest(?::timestamp, (SELECT max(day) FROM presence_day)::timestamp),
                           ?::timestamp, interval '1 day') AS d
      ON CONFLICT (day) DO NOTHING
      """;

  private static final String TO_DO =
      """
      SELECT day, revision FROM presence_day
      WHERE day >= ?::date AND (computed_revision < revision OR computed_at IS NULL
        OR day = ?::date OR computed_at < (day + 1)::timestamp AT TIME ZONE 'UTC')
      ORDER BY day DESC LIMIT ?
      """;

  private static final String COMPUTE =
      """
      WITH bounds AS (SELECT ?::timestamptz AS first, ?::timestamptz AS last, ?::timestamptz AS now),
      cut AS (
        SELECT user_id, greatest(began, first) AS b, least(ended, last) AS e
        FROM session_history, bounds
        WHERE began < ?::timestamptz AND ended >= ?::timestamptz
          AND (ended > first OR began >= first)
        UNION ALL
        SELECT o.user_id, greatest(s.began, first), greatest(s.began, first, least(now, last))
        FROM session_open o, bounds, LATERAL (
          SELECT timestamptz 'epoch' + (x ->> 'from')::bigint * interval '1 millisecond' AS began
          FROM jsonb_array_elements(o.sessions) AS x) s
        WHERE s.began < last
      ),
      marked AS (
        SELECT user_id, b, e,
               max(e) OVER (PARTITION BY user_id ORDER BY b, e
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until_then
        FROM cut
      ),
      numbered AS (
        SELECT user_id, b, e,
               count(*) FILTER (WHERE until_then IS NULL OR b > until_then)
                 OVER (PARTITION BY user_id ORDER BY b, e ROWS UNBOUNDED PRECEDING) AS stretch
        FROM marked
      ),
      merged AS MATERIALIZED (
        SELECT user_id, min(b) AS b, max(e) AS e FROM numbered GROUP BY user_id, stretch
      ),
      steps AS (
        SELECT moment, sum(step) AS step
        FROM (SELECT b AS moment, 1 AS step FROM merged
              UNION ALL SELECT e, -1 FROM merged) AS each
        GROUP BY moment
      ),
      level AS (
        SELECT moment, sum(step) OVER (ORDER BY moment ROWS UNBOUNDED PRECEDING) AS online FROM steps
      ),
      top AS (SELECT online, moment FROM level ORDER BY online DESC, moment LIMIT 1)
      SELECT (SELECT count(DISTINCT user_id) FROM merged),
             coalesce((SELECT online FROM top), 0),
             (SELECT moment FROM top WHERE online > 0),
             coalesce((SELECT sum(extract(epoch FROM e - b)) FROM merged), 0)::bigint
      """;

  private static final String KEEP =
      """
      UPDATE presence_day SET people = ?, peak = ?, peak_at = ?, online_seconds = ?,
        computed_revision = ?, computed_at = ?
      WHERE day = ? AND computed_revision <= ?
      """;

  private final InstantSource clock;
  private final HistorySettings settings;

  DayFigures(InstantSource clock, HistorySettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  record Figures(long people, long peak, @Nullable OffsetDateTime peakAt, long onlineSeconds) {}

  private record Due(LocalDate day, long revision) {}

  /**
   * Brings up to date what is not, the newest days first.
   *
   * @return how many days were computed
   */
  int refresh(Connection connection) throws SQLException {
    LocalDate today = Covered.day(clock.millis());
    openDays(connection, today);
    List<Due> due = due(connection, today);
    for (Due one : due) {
      Instant now = clock.instant();
      keep(connection, one, compute(connection, one.day, now), now);
    }
    return due.size();
  }

  /** From the newest day that has a row to today: nothing is known of what was before the first. */
  private static void openDays(Connection connection, LocalDate today) throws SQLException {
    try (PreparedStatement open = connection.prepareStatement(OPEN_DAYS)) {
      // With no row at all, the first day is today.
      String from = hasDays(connection) ? LocalDate.EPOCH.toString() : today.toString();
      open.setString(1, from);
      open.setString(2, today.toString());
      open.executeUpdate();
    }
  }

  private static boolean hasDays(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM presence_day)")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private List<Due> due(Connection connection, LocalDate today) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(TO_DO)) {
      // Of older days the sessions are gone: their figures stay.
      find.setString(1, today.minusDays(settings.days()).toString());
      find.setString(2, today.toString());
      find.setInt(3, AT_ONCE);
      List<Due> due = new ArrayList<>();
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          due.add(new Due(rows.getObject(1, LocalDate.class), rows.getLong(2)));
        }
      }
      return due;
    }
  }

  Figures compute(Connection connection, LocalDate day, Instant now) throws SQLException {
    OffsetDateTime first = day.atStartOfDay().atOffset(ZoneOffset.UTC);
    OffsetDateTime last = first.plusDays(1);
    try (PreparedStatement compute = connection.prepareStatement(COMPUTE)) {
      compute.setObject(1, first);
      compute.setObject(2, last);
      compute.setObject(3, now.atOffset(ZoneOffset.UTC));
      compute.setObject(4, last);
      compute.setObject(5, first);
      try (ResultSet row = compute.executeQuery()) {
        row.next();
        return new Figures(
            row.getLong(1), row.getLong(2), row.getObject(3, OffsetDateTime.class), row.getLong(4));
      }
    }
  }

  private static void keep(Connection connection, Due due, Figures figures, Instant now)
      throws SQLException {
    try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
      keep.setLong(1, figures.people);
      keep.setLong(2, figures.peak);
      keep.setObject(3, figures.peakAt);
      keep.setLong(4, figures.onlineSeconds);
      keep.setLong(5, due.revision);
      keep.setObject(6, now.atOffset(ZoneOffset.UTC));
      keep.setObject(7, due.day);
      keep.setLong(8, due.revision);
      keep.executeUpdate();
    }
  }
}
