package io.presence.graph.people;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.changes.Effects;
import io.presence.graph.rooms.RoomCounts;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a person out of the graph: profile, privacy, contacts in both directions, requests, rooms,
 * and the blocks and exceptions that they made. Blocks and exceptions that others made about them
 * stay, since those belong to the others and must hold if the person comes back.
 */
@Singleton
class Departure {
  private final JdbcOperations jdbc;
  private final RoomCounts counts;

  Departure(JdbcOperations jdbc, RoomCounts counts) {
    this.jdbc = jdbc;
    this.counts = counts;
  }

  /** To be called in a transaction. Returns whether anything was there. */
  boolean of(UserId user, Effects effects) {
    boolean named = delete("DELETE FROM users WHERE user_id = ?", user);
    boolean settings = delete("DELETE FROM privacy WHERE user_id = ?", user);
    delete("DELETE FROM contact_requests WHERE to_id = ?", user);
    delete("DELETE FROM contact_requests WHERE from_id = ?", user);
    List<UserId> contacts = deleteContacts(user);
    boolean blocks = delete("DELETE FROM blocks WHERE user_id = ?", user);
    boolean exceptions = delete("DELETE FROM privacy_exceptions WHERE user_id = ?", user);
    List<RoomId> rooms = leaveRooms(user);
    boolean seen =
        named || settings || blocks || exceptions || !contacts.isEmpty() || !rooms.isEmpty();
    effects.gone(user, contacts, seen);
    rooms.forEach(room -> effects.membership(user, room, true));
    return seen;
  }

  /** Members first, rooms last and in the order of their ids: as everybody does. */
  private List<RoomId> leaveRooms(UserId user) {
    String sql =
        """
        WITH gone AS (DELETE FROM room_members WHERE user_id = ? RETURNING room_id)
        SELECT room_id FROM gone ORDER BY room_id
        """;
    List<RoomId> rooms =
        jdbc.prepareStatement(
            sql,
            delete -> {
              delete.setString(1, user.value());
              List<RoomId> left = new ArrayList<>();
              try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                  left.add(new RoomId(row.getString(1)));
                }
              }
              return left;
            });
    rooms.forEach(room -> counts.add(room, -1));
    return rooms;
  }

  private boolean delete(String sql, UserId user) {
    return jdbc.prepareStatement(
        sql,
        delete -> {
          delete.setString(1, user.value());
          return delete.executeUpdate() > 0;
        });
  }

  /** The rows that lock the pairs first, then their mirrors: as everybody does. */
  private List<UserId> deleteContacts(UserId user) {
    String sql =
        """
        WITH mine AS (
            SELECT least(user_id, contact_id) AS lower, greatest(user_id, contact_id) AS higher
            FROM contacts WHERE user_id = ?),
        locks AS (
            DELETE FROM contacts USING mine
            WHERE contacts.user_id = mine.lower AND contacts.contact_id = mine.higher
            RETURNING contacts.user_id, contacts.contact_id),
        mirrors AS (
            DELETE FROM contacts USING locks
            WHERE contacts.user_id = locks.contact_id AND contacts.contact_id = locks.user_id)
        SELECT CASE WHEN user_id = ? THEN contact_id ELSE user_id END FROM locks
        """;
    return jdbc.prepareStatement(
        sql,
        delete -> {
          delete.setString(1, user.value());
          delete.setString(2, user.value());
          List<UserId> contacts = new ArrayList<>();
          try (ResultSet row = delete.executeQuery()) {
            while (row.next()) {
              contacts.add(new UserId(row.getString(1)));
            }
          }
          return contacts;
        });
  }
}
