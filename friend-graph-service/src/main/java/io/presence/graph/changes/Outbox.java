package io.presence.graph.changes;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of changes on their way to Redis and Kafka. Each method is one statement, in the
 * caller's transaction if there is one.
 */
@Singleton
@Connectable
class Outbox {
  /** The oldest rows of some kind that nobody else holds. */
  private static final String TAKE =
      """
      SELECT id, user_id, other_id, room_id, version, pull_only FROM graph_outbox
      WHERE %s ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED
      """;

  private final JdbcOperations jdbc;

  Outbox(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** To be called in the transaction of the write itself. */
  void append(List<Touch> touches) {
    if (touches.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO graph_outbox (user_id, other_id, room_id, pull_only)
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[])
        """;
    jdbc.prepareStatement(
        sql,
        insert -> {
          var connection = insert.getConnection();
          insert.setArray(
              1, UserIdColumn.array(connection, touches.stream().map(Touch::user).toList()));
          insert.setArray(
              2, connection.createArrayOf("text", touches.stream().map(Outbox::otherOf).toArray()));
          insert.setArray(
              3, connection.createArrayOf("text", touches.stream().map(Outbox::roomOf).toArray()));
          insert.setArray(
              4,
              connection.createArrayOf("boolean", touches.stream().map(Touch::pullOnly).toArray()));
          return insert.executeUpdate();
        });
  }

  private static @Nullable String roomOf(Touch touch) {
    RoomId room = touch.room();
    return room == null ? null : room.value();
  }

  private static @Nullable String otherOf(Touch touch) {
    UserId other = touch.other();
    return other == null ? null : other.value();
  }

  /** Rows about any of these people of which Redis has not been told, whoever wrote them. */
  List<OutboxRow> untold(Collection<UserId> users) {
    String sql =
        """
        SELECT o.id, o.user_id, o.other_id, o.room_id, o.version, o.pull_only
        FROM unnest(?::text[]) AS wanted (id)
        JOIN graph_outbox o ON o.user_id = wanted.id AND o.version IS NULL
        UNION
        SELECT o.id, o.user_id, o.other_id, o.room_id, o.version, o.pull_only
        FROM unnest(?::text[]) AS wanted (id)
        JOIN graph_outbox o ON o.other_id = wanted.id AND o.version IS NULL
        """;
    return jdbc.prepareStatement(
        sql,
        select -> {
          var ids = UserIdColumn.array(select.getConnection(), users);
          select.setArray(1, ids);
          select.setArray(2, ids);
          return rows(select);
        });
  }

  /**
   * Redis knows these versions. Passes over rows that the relay holds just now: it tells Redis
   * itself, and nobody waits for it here.
   */
  void told(Collection<OutboxRow> rows, Map<UserId, Long> versions) {
    String sql =
        """
        UPDATE graph_outbox SET version = free.version
        FROM (
            SELECT o.id, told.version
            FROM unnest(?::bigint[], ?::bigint[]) AS told (id, version)
            JOIN graph_outbox o ON o.id = told.id FOR UPDATE OF o SKIP LOCKED) AS free
        WHERE graph_outbox.id = free.id
        """;
    jdbc.prepareStatement(
        sql,
        update -> {
          var connection = update.getConnection();
          update.setArray(
              1, connection.createArrayOf("bigint", rows.stream().map(OutboxRow::id).toArray()));
          update.setArray(
              2,
              connection.createArrayOf(
                  "bigint", rows.stream().map(row -> versions.get(row.user())).toArray()));
          return update.executeUpdate();
        });
  }

  /**
   * Takes the oldest rows that Redis has not been told of and no other relay holds, until the end
   * of the transaction.
   *
   * @param after younger rows are left to the request that wrote them
   */
  List<OutboxRow> takeUntold(int limit, Duration after) {
    return jdbc.prepareStatement(
        TAKE.formatted(
            "version IS NULL AND written_at < clock_timestamp() - ? * interval '1 millisecond'"),
        select -> {
          select.setLong(1, after.toMillis());
          select.setInt(2, limit);
          return rows(select);
        });
  }

  /** Takes the oldest rows that Redis knows and no other relay holds, as {@link #takeUntold}. */
  List<OutboxRow> takeTold(int limit) {
    return jdbc.prepareStatement(
        TAKE.formatted("version IS NOT NULL"),
        select -> {
          select.setInt(1, limit);
          return rows(select);
        });
  }

  void delete(Collection<Long> ids) {
    jdbc.prepareStatement(
        "DELETE FROM graph_outbox USING unnest(?::bigint[]) AS done (id) WHERE graph_outbox.id ="
            + " done.id",
        delete -> {
          delete.setArray(1, delete.getConnection().createArrayOf("bigint", ids.toArray()));
          return delete.executeUpdate();
        });
  }

  private static List<OutboxRow> rows(PreparedStatement select) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String other = row.getString(3);
        String room = row.getString(4);
        rows.add(
            new OutboxRow(
                row.getLong(1),
                new UserId(row.getString(2)),
                other == null ? null : new UserId(other),
                room == null ? null : new RoomId(room),
                row.getObject(6, Boolean.class),
                row.getObject(5, Long.class)));
      }
    }
    return rows;
  }
}
