package io.presence.graph;

import io.presence.local.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A database of the tests, as an operator or another instance would reach it. */
public record GraphDatabase(String name) {
  /** That of {@link GraphServer#shared}. */
  public static final GraphDatabase SHARED = new GraphDatabase("friend_graph_it");

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        TestServers.postgresJdbcUrl(name),
        TestServers.postgresUser(),
        TestServers.postgresPassword());
  }

  public void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** What a question with one answer is answered. */
  public long ask(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Lets nobody write to a table until the connection is closed: what writes there last waits. */
  public Connection hold(String table) throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    connection.createStatement().execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
    return connection;
  }

  /** How many transactions wait for another one's lock. */
  public long waiters() {
    return ask(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND cardinality(pg_blocking_pids(pid)) > 0");
  }

  /** Until so many wait, or one of these is through. */
  public void awaitWaiters(int count, Future<?>... unlessDone) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> waiters() >= count || Stream.of(unlessDone).anyMatch(Future::isDone));
  }
}
