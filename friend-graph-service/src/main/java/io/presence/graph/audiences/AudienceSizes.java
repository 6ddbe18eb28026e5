package io.presence.graph.audiences;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.graph.AdvisoryLock;
import io.presence.graph.UserIdColumn;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code pull_only} and {@code push_limit}. Nobody is counted further than the limit.
 * Each method runs in the caller's transaction if there is one.
 */
@Singleton
@Connectable
public class AudienceSizes {
  /** For the one question that may read the whole graph; all others get what the pool allows. */
  private static final int CANDIDATES_TIMEOUT_MILLIS = 600_000;

  /** Whether somebody has more contacts than the parameters say: limit + 1, and limit. */
  private static final String IS_ABOVE =
      "((SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE c.user_id = %s LIMIT ?) counted) > ?)";

  private final JdbcOperations jdbc;
  private final int limit;

  AudienceSizes(JdbcOperations jdbc, PushLimit limit) {
    this.jdbc = jdbc;
    this.limit = limit.pushLimit();
  }

  /** The configured limit. */
  public int limit() {
    return limit;
  }

  public boolean isPullOnly(UserId user) {
    return jdbc.prepareStatement(
        "SELECT 1 FROM pull_only WHERE user_id = ?",
        select -> {
          select.setString(1, user.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next();
          }
        });
  }

  /** Those of them whose place is not where their contacts, as committed by now, would have it. */
  public List<UserId> misplaced(Collection<UserId> users) {
    String sql =
        "SELECT w.id FROM unnest(?::text[]) AS w (id) LEFT JOIN pull_only p ON p.user_id = w.id WHERE "
            + IS_ABOVE.formatted("w.id")
            + " <> (p.user_id IS NOT NULL)";
    return jdbc.prepareStatement(
        sql,
        select -> {
          select.setArray(1, UserIdColumn.array(select.getConnection(), users));
          select.setInt(2, limit + 1);
          select.setInt(3, limit);
          return ids(select);
        });
  }

  /**
   * Puts somebody where they belong; one transaction at a time does that for one person, so that
   * the last one has counted all that was committed before.
   *
   * @return true when they are pull-only from here on, false when no longer, null when they were in
   *     their place
   */
  public @Nullable Boolean place(UserId user) {
    AdvisoryLock.AUDIENCE.take(jdbc, user);
    if (change("INSERT INTO pull_only SELECT ? WHERE %s ON CONFLICT DO NOTHING", user)) {
      return true;
    }
    return change("DELETE FROM pull_only WHERE user_id = ? AND NOT %s", user) ? false : null;
  }

  private boolean change(String sql, UserId user) {
    return jdbc.prepareStatement(
        sql.formatted(IS_ABOVE.formatted("?")),
        update -> {
          update.setString(1, user.value());
          update.setString(2, user.value());
          update.setInt(3, limit + 1);
          update.setInt(4, limit);
          return update.executeUpdate() > 0;
        });
  }

  /** The limit by which all were last counted; empty before the first time. */
  public OptionalInt countedBy() {
    return jdbc.prepareStatement(
        "SELECT contacts FROM push_limit",
        select -> {
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
          }
        });
  }

  /** All have been counted by the configured limit. */
  public void counted() {
    jdbc.prepareStatement(
        "INSERT INTO push_limit (contacts) VALUES (?) ON CONFLICT (one) DO UPDATE SET contacts = EXCLUDED.contacts",
        insert -> {
          insert.setInt(1, limit);
          return insert.executeUpdate();
        });
  }

  /**
   * Some of those who may be misplaced by another limit than before, by id.
   *
   * @param after exclusive; empty for the start
   */
  public List<UserId> candidates(String after, int count) {
    String sql =
        """
        (SELECT c.user_id FROM contacts c WHERE c.user_id > ?
         GROUP BY c.user_id HAVING count(*) > ? ORDER BY c.user_id LIMIT ?)
        UNION
        (SELECT p.user_id FROM pull_only p WHERE p.user_id > ? ORDER BY p.user_id LIMIT ?)
        ORDER BY user_id LIMIT ?
        """;
    return jdbc.prepareStatement(
        sql,
        select -> {
          // The pool takes it back with the connection.
          select.getConnection().setNetworkTimeout(Runnable::run, CANDIDATES_TIMEOUT_MILLIS);
          select.setString(1, after);
          select.setInt(2, limit);
          select.setInt(3, count);
          select.setString(4, after);
          select.setInt(5, count);
          select.setInt(6, count);
          return ids(select);
        });
  }

  private static List<UserId> ids(PreparedStatement select) throws SQLException {
    List<UserId> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(new UserId(row.getString(1)));
      }
    }
    return ids;
  }
}
