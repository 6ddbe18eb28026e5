package io.presence.lastseen.history;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.DeviceType;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
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

/** Answers questions about the past. Thread-safe; blocks on Postgres. */
@Singleton
final class HistoryReader {
  private static final String DAYS =
      """
      SELECT day, people, peak, peak_at, online_seconds, computed_at,
             computed_revision >= revision
               AND computed_at >= (day + 1)::timestamp AT TIME ZONE 'UTC'
      FROM presence_day
      WHERE day BETWEEN ?::date AND ?::date AND computed_at IS NOT NULL
      ORDER BY day
      """;

  // The days that are kept, so that an old row whose partition is about to go is not told.
  private static final String SESSIONS =
      """
      SELECT session_id, device_type, (extract(epoch FROM began) * 1000)::bigint,
             (extract(epoch FROM ended) * 1000)::bigint, how
      FROM session_history
      WHERE user_id = ? AND (began, session_id) < (?::timestamptz, ?) AND began >= ?::timestamptz
      ORDER BY began DESC, session_id DESC
      LIMIT ?
      """;

  /** Behind every session id. */
  private static final String LAST_ID = "\u007f";

  private final TransactionOperations<Connection> transactions;
  private final SessionTables tables;
  private final HistorySettings settings;
  private final InstantSource clock;

  HistoryReader(
      TransactionOperations<Connection> transactions,
      SessionTables tables,
      HistorySettings settings,
      InstantSource clock) {
    this.transactions = transactions;
    this.tables = tables;
    this.settings = settings;
    this.clock = clock;
  }

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T read(Question<T> question) {
    return transactions.executeRead(status -> {
      try {
        return question.ask(status.getConnection());
      } catch (SQLException e) {
        throw new DataAccessException("cannot read the session history", e);
      }
    });
  }

  List<DayItem> days(LocalDate from, LocalDate to) {
    return read(connection -> {
      try (PreparedStatement find = connection.prepareStatement(DAYS)) {
        find.setString(1, from.toString());
        find.setString(2, to.toString());
        List<DayItem> days = new ArrayList<>();
        try (ResultSet rows = find.executeQuery()) {
          while (rows.next()) {
            days.add(
                new DayItem(
                    rows.getString(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    time(rows, 4),
                    rows.getLong(5),
                    rows.getBoolean(7),
                    time(rows, 6)));
          }
        }
        return days;
      }
    });
  }

  /**
   * The newest first, those that last among them.
   *
   * @return one more than the limit when there are more
   */
  List<SessionItem> sessions(UserId user, SessionCursor after, int limit) {
    return read(connection -> {
      List<SessionItem> sessions = new ArrayList<>();
      tables.findOpen(connection, List.of(user)).getOrDefault(user, List.of()).stream()
          .map(SessionItem::of)
          .filter(after::isBefore)
          .forEach(sessions::add);
      sessions.addAll(ended(connection, user, after, limit + 1));
      return sessions.stream().sorted(SessionItem.ORDER).limit(limit + 1L).toList();
    });
  }

  private List<SessionItem> ended(
      Connection connection, UserId user, SessionCursor after, int limit) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(SESSIONS)) {
      LocalDate oldest = Covered.day(clock.millis()).minusDays(settings.days());
      SessionId id = after.sessionId();
      find.setString(1, user.value());
      find.setObject(2, Instant.ofEpochMilli(after.from()).atOffset(ZoneOffset.UTC));
      find.setString(3, id == null ? LAST_ID : id.value());
      find.setObject(4, oldest.atStartOfDay().atOffset(ZoneOffset.UTC));
      find.setInt(5, limit);
      List<SessionItem> sessions = new ArrayList<>();
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          sessions.add(
              new SessionItem(
                  new SessionId(rows.getString(1)),
                  DeviceType.ofWord(rows.getString(2)),
                  new WireTime(rows.getLong(3)),
                  new WireTime(rows.getLong(4)),
                  SessionEnd.ofWord(rows.getString(5))));
        }
      }
      return sessions;
    }
  }

  private static @Nullable WireTime time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : new WireTime(time.toInstant().toEpochMilli());
  }
}
