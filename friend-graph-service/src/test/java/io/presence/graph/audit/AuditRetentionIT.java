package io.presence.graph.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphServer;
import io.presence.local.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the audit is kept. In a database of its own: it is about all rows. */
@Timeout(120)
class AuditRetentionIT {
  private static final String DATABASE = "friend_graph_audit_it";

  @Test
  void whatIsOlderThanTheSettingGoesInBatchesAndTheRestStays() throws SQLException {
    try (GraphServer graph = GraphServer.start(DATABASE, Map.of("presence.audit.days", 30));
        Connection connection = connect()) {
      add(connection, 2 * AuditRetention.BATCH + 1, "31 days");
      add(connection, 3, "29 days");
      AuditRetention retention = graph.bean(AuditRetention.class);
      assertThat(retention.deleteBatch(30)).isEqualTo(AuditRetention.BATCH);
      assertThat(count(connection)).isEqualTo(AuditRetention.BATCH + 4);

      graph.bean(AuditUpkeep.class).round();

      assertThat(count(connection)).isEqualTo(3);
      graph.bean(AuditUpkeep.class).round();
      assertThat(count(connection)).isEqualTo(3);
    }
  }

  /** Nobody who reads or writes the audit waits for the deletion, nor it for them. */
  @Test
  void rowsThatSomebodyHoldsAreLeftForTheNextTime() throws SQLException {
    try (GraphServer graph = GraphServer.start(DATABASE, Map.of("presence.audit.days", 0));
        Connection connection = connect()) {
      add(connection, 2, "500 days");
      long before = count(connection);
      graph.bean(AuditUpkeep.class).round();
      assertThat(count(connection)).as("0 keeps all").isEqualTo(before);

      connection.setAutoCommit(false);
      try (Statement hold = connection.createStatement()) {
        hold.execute("SELECT 1 FROM audit ORDER BY id LIMIT 1 FOR UPDATE");
        assertThat(graph.bean(AuditRetention.class).deleteBatch(400)).isEqualTo(1);
      }
      connection.rollback();
      assertThat(graph.bean(AuditRetention.class).deleteBatch(400)).isEqualTo(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        TestServers.postgresJdbcUrl(DATABASE),
        TestServers.postgresUser(),
        TestServers.postgresPassword());
  }

  private static void add(Connection connection, int rows, String ago) throws SQLException {
    try (Statement insert = connection.createStatement()) {
      insert.execute(
          """
          INSERT INTO audit (at, actor, action, target)
          SELECT now() - interval '%s', 'root', 'user.put', 'ann' FROM generate_series(1, %d)
          """
              .formatted(ago, rows));
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT count(*) FROM audit")) {
      row.next();
      return row.getLong(1);
    }
  }
}
