package io.presence.lastseen.history;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions of people of whom nothing was heard for two days: their end was never told, as
 * after an emptied Redis. They ended when the person was last seen, as far as anybody knows. Should
 * a later change list one as open, it is open again, and its real end takes the place of this one.
 */
@Singleton
final class StaleSessions {
  static final Duration SILENCE = Duration.ofDays(2);
  private static final int AT_ONCE = 1_000;

  // Locks the people as flushes do; who is being written is not stale.
  private static final String FIND =
      """
      SELECT l.user_id, (extract(epoch FROM l.last_seen) * 1000)::bigint, o.sessions::text
      FROM session_open o JOIN last_seen l ON l.user_id = o.user_id
      WHERE l.version < ?
      LIMIT ? FOR UPDATE OF l SKIP LOCKED
      """;

  private final TransactionOperations<Connection> transactions;
  private final SessionTables tables;
  private final HistorySettings settings;
  private final HistoryMetrics metrics;
  private final InstantSource clock;

  StaleSessions(
      TransactionOperations<Connection> transactions,
      SessionTables tables,
      HistorySettings settings,
      HistoryMetrics metrics,
      InstantSource clock) {
    this.transactions = transactions;
    this.tables = tables;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @return whether there may be more
   */
  boolean end() {
    return transactions.executeWrite(status -> {
      try {
        return end(status.getConnection());
      } catch (SQLException e) {
        throw new DataAccessException("cannot end stale sessions", e);
      }
    });
  }

  private boolean end(Connection connection) throws SQLException {
    Covered covered =
        new Covered(
            Covered.day(clock.millis()).minusDays(settings.days()), Covered.day(clock.millis()));
    List<SessionRow> rows = new ArrayList<>();
    Map<UserId, List<SessionFacts.Open>> nobody = new HashMap<>();
    @Nullable LocalDate since = null;
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      // Versions are times, or a little more.
      find.setLong(1, clock.millis() - SILENCE.toMillis());
      find.setInt(2, AT_ONCE);
      try (ResultSet found = find.executeQuery()) {
        while (found.next()) {
          UserId user = new UserId(found.getString(1));
          nobody.put(user, List.of());
          for (SessionFacts.Open open : tables.read(found.getString(3))) {
            long until = Math.max(open.from(), found.getLong(2));
            SessionRow row = new SessionRow(user, Reckoning.endUnknown(open, until));
            LocalDate day = Covered.day(until);
            since = since == null || day.isBefore(since) ? day : since;
            if (covered.has(row.day())) {
              rows.add(row);
            }
          }
        }
      }
    }
    tables.replaceOpen(connection, nobody);
    tables.addEnded(connection, rows);
    if (since != null && since.isBefore(covered.end())) {
      LocalDate first = since.isBefore(covered.first()) ? covered.first() : since;
      tables.touchDays(connection, first, covered.end().minusDays(1));
    }
    metrics.written(rows.size(), rows.size());
    return nobody.size() == AT_ONCE;
  }
}
