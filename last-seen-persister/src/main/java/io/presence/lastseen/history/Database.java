package io.presence.lastseen.history;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections outside of any transaction, for what cannot run in one or runs longer than a question
 * may. Blocks on Postgres.
 */
@Singleton
final class Database {
  private final DataSource dataSource;

  Database(DataSource dataSource) {
    this.dataSource = DelegatingDataSource.unwrapDataSource(dataSource);
  }

  /** Work on a connection that commits each statement. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * @param longest how long one statement may take
   * @param lockTimeout how long one may wait for a lock, and so make others wait behind it
   */
  <T> T run(Duration longest, Duration lockTimeout, Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      int before = connection.getNetworkTimeout();
      connection.setAutoCommit(true);
      // The pool's own limit is meant for flushes and questions.
      connection.setNetworkTimeout(Runnable::run, (int) longest.plusSeconds(5).toMillis());
      set(connection, "statement_timeout", longest.toMillis());
      set(connection, "lock_timeout", lockTimeout.toMillis());
      try {
        return work.with(connection);
      } finally {
        reset(connection);
        connection.setNetworkTimeout(Runnable::run, before);
      }
    } catch (SQLException e) {
      throw new DataAccessException("the history's work in Postgres failed", e);
    }
  }

  private static void set(Connection connection, String name, long millis) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
      set.setString(1, name);
      set.setString(2, Long.toString(millis));
      set.executeQuery().close();
    }
  }

  private static void reset(Connection connection) throws SQLException {
    execute(connection, "RESET statement_timeout");
    execute(connection, "RESET lock_timeout");
    // Whatever lock was not given back.
    execute(connection, "SELECT pg_advisory_unlock_all()");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits for the lock, for the lock timeout at most; it is given back with the connection. */
  static void lock(Connection connection, long key) throws SQLException {
    execute(connection, "SELECT pg_advisory_lock(" + key + ")");
  }

  /** Whether the lock was to be had; it is given back with the connection. */
  static boolean tryLock(Connection connection, long key) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + key + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
