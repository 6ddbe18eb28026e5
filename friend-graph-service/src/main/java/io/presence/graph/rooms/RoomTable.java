package io.presence.graph.rooms;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.graph.UserIdColumn;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code room_members}. */
@Singleton
@Connectable
class RoomTable {
  private static final String MEMBERS =
      """
      SELECT m.user_id, u.name, m.since FROM room_members m
      LEFT JOIN users u ON u.user_id = m.user_id WHERE m.room_id = ?
      """;

  private final JdbcOperations jdbc;

  RoomTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns those who were not in it before. */
  List<UserId> add(RoomId room, Collection<UserId> users) {
    // In the order of their ids, as every writer: nobody waits for somebody who waits for them.
    String sql =
        """
        INSERT INTO room_members (room_id, user_id)
        SELECT ?, id FROM unnest(?::text[]) AS new (id) ORDER BY id COLLATE "C"
        ON CONFLICT DO NOTHING RETURNING user_id
        """;
    return jdbc.prepareStatement(
        sql,
        insert -> {
          insert.setString(1, room.value());
          insert.setArray(2, UserIdColumn.array(insert.getConnection(), users));
          List<UserId> added = new ArrayList<>();
          try (ResultSet row = insert.executeQuery()) {
            while (row.next()) {
              added.add(new UserId(row.getString(1)));
            }
          }
          return added;
        });
  }

  /** Returns whether they were in it. */
  boolean remove(RoomId room, UserId user) {
    return jdbc.prepareStatement(
        "DELETE FROM room_members WHERE room_id = ? AND user_id = ?",
        delete -> {
          delete.setString(1, room.value());
          delete.setString(2, user.value());
          return delete.executeUpdate() > 0;
        });
  }

  Optional<RoomMember> find(RoomId room, UserId user) {
    return jdbc.prepareStatement(
        MEMBERS + " AND m.user_id = ?",
        select -> {
          select.setString(1, room.value());
          select.setString(2, user.value());
          return members(select).stream().findFirst();
        });
  }

  /**
   * By id.
   *
   * @param after exclusive; empty for the start
   */
  List<RoomMember> members(RoomId room, String after, int count) {
    return jdbc.prepareStatement(
        MEMBERS + " AND m.user_id > ? ORDER BY m.user_id LIMIT ?",
        select -> {
          select.setString(1, room.value());
          select.setString(2, after);
          select.setInt(3, count);
          return members(select);
        });
  }

  private static List<RoomMember> members(PreparedStatement select) throws SQLException {
    List<RoomMember> members = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        members.add(
            new RoomMember(
                new UserId(row.getString(1)),
                row.getString(2),
                new WireTime(row.getTimestamp(3).getTime())));
      }
    }
    return members;
  }

  /** The rooms of one person, by id. */
  List<RoomOf> rooms(UserId user, String after, int count) {
    String sql =
        """
        SELECT room_id, since FROM room_members
        WHERE user_id = ? AND room_id > ? ORDER BY room_id LIMIT ?
        """;
    return jdbc.prepareStatement(
        sql,
        select -> {
          select.setString(1, user.value());
          select.setString(2, after);
          select.setInt(3, count);
          List<RoomOf> rooms = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              rooms.add(
                  new RoomOf(
                      new RoomId(row.getString(1)), new WireTime(row.getTimestamp(2).getTime())));
            }
          }
          return rooms;
        });
  }
}
