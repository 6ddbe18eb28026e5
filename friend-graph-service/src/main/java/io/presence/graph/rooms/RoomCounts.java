package io.presence.graph.rooms;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.RoomId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;

/** The table {@code rooms}: how many members each has, so that nobody has to count them. */
@Singleton
@Connectable
public class RoomCounts {
  private final JdbcOperations jdbc;

  RoomCounts(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * So many more or fewer; a room without members is gone. To be called last in the transaction
   * that changed the members, for several rooms in the order of their ids.
   *
   * @return how many there are now
   */
  public int add(RoomId room, int members) {
    String sql =
        """
        INSERT INTO rooms AS r (room_id, members) VALUES (?, greatest(?, 0))
        ON CONFLICT (room_id) DO UPDATE SET members = r.members + ? RETURNING members
        """;
    int now =
        jdbc.prepareStatement(
            sql,
            upsert -> {
              upsert.setString(1, room.value());
              upsert.setInt(2, members);
              upsert.setInt(3, members);
              try (ResultSet row = upsert.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
              }
            });
    if (now == 0) {
      remove(room);
    }
    return now;
  }

  private void remove(RoomId room) {
    jdbc.prepareStatement(
        "DELETE FROM rooms WHERE room_id = ?",
        delete -> {
          delete.setString(1, room.value());
          return delete.executeUpdate();
        });
  }

  /** 0 for a room that does not exist. */
  int of(RoomId room) {
    return jdbc.prepareStatement(
        "SELECT members FROM rooms WHERE room_id = ?",
        select -> {
          select.setString(1, room.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
          }
        });
  }
}
