package io.presence.lastseen;

import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** A database of the test's own on the real server, which can be made unreachable for a while. */
public record Database(String name) {
  /** Signs tokens of the tests' clients. */
  static final String SECRET = "bGFzdC1zZWVuLXBlcnNpc3Rlci10ZXN0cy1vbmx5LWtleS0wMQ";

  /** Properties of an application on it. */
  public Map<String, Object> properties() {
    return Map.of(
        "datasources.default.url", TestServers.postgresJdbcUrl(name),
        "datasources.default.username", TestServers.postgresUser(),
        "datasources.default.password", TestServers.postgresPassword(),
        "presence.jwt-secret", SECRET);
  }

  public Connection connect() throws SQLException {
    return connect(name);
  }

  /** Cuts every connection and lets nobody in. */
  void goDown() throws SQLException {
    try (Connection other = connect("last_seen_admin");
        var statement = other.createStatement()) {
      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }
  }

  void comeBack() throws SQLException {
    try (Connection other = connect("last_seen_admin");
        var statement = other.createStatement()) {
      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    }
  }

  /** Runs it as another instance, or an operator, would. */
  public void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** What a question with one answer is answered. */
  public String ask(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** How many of these people have a row. */
  int rows(Collection<UserId> people) {
    try (Connection connection = connect();
        var count =
            connection.prepareStatement("SELECT count(*) FROM last_seen WHERE user_id = ANY (?)")) {
      count.setArray(
          1, connection.createArrayOf("text", people.stream().map(UserId::value).toArray()));
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        TestServers.postgresJdbcUrl(database),
        TestServers.postgresUser(),
        TestServers.postgresPassword());
  }
}
