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
 * Takes a person out of the graph: profile, privacy, contacts in both directions, the requests that
 * they sent, rooms, and the blocks and exceptions that they made. Blocks and exceptions that others
 * made about them stay, since those belong to the others and must hold if the person comes back; so
 * do requests to them, since a sender must not see who goes or never was there, and that they were
 * declined, or to leave would be a way to ask again.
 */
@Singleton
class Departure {
  /** For each of the statements about somebody with very many contacts. */
  private static final int TIMEOUT_MILLIS = 600_000;

  private final JdbcOperations jdbc;
  private final RoomCounts counts;

  Departure(JdbcOperations jdbc, RoomCounts counts) {
    this.jdbc = jdbc;
    this.counts = counts;
  }

  /** To be called in a transaction. */
  Taken of(UserId user, Effects effects) {
    boolean named = delete("DELETE FROM users WHERE user_id = ?", user) > 0;
    boolean settings = delete("DELETE FROM privacy WHERE user_id = ?", user) > 0;
    int requests = deleteRequests(user);
    List<UserId> contacts = deleteContacts(user);
    int blocks = delete("DELETE FROM blocks WHERE user_id = ?", user);
    // What they were called is theirs: those who block them know the id.
    delete(
        "UPDATE blocks SET blocked_name = NULL, blocked_picture_url = NULL WHERE blocked_id = ?",
        user);
    int exceptions = delete("DELETE FROM privacy_exceptions WHERE user_id = ?", user);
    List<RoomId> rooms = leaveRooms(user);
    Taken taken =
        new Taken(named || settings, contacts.size(), blocks, exceptions, requests, rooms.size());
    effects.gone(user, contacts, taken.seen());
    rooms.forEach(room -> effects.membership(user, room, true));
    return taken;
  }

  /**
   * What was there.
   *
   * @param known whether they had a profile or settings
   * @param requests that they had sent, as they saw them
   */
  record Taken(boolean known, int contacts, int blocks, int exceptions, int requests, int rooms) {
    /** Whether anybody's sight may have changed. */
    boolean seen() {
      return known || contacts + blocks + exceptions + rooms > 0;
    }

    boolean anything() {
      return seen() || requests > 0;
    }
  }

  private int deleteRequests(UserId user) {
    // In this order: one that is declined in between is hidden like the others.
    int open = delete("DELETE FROM contact_requests WHERE from_id = ? AND NOT declined", user);
    return open
        + delete(
            "UPDATE contact_requests SET withdrawn = TRUE WHERE from_id = ? AND declined AND NOT withdrawn",
            user);
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

  private int delete(String sql, UserId user) {
    return jdbc.prepareStatement(
        sql,
        delete -> {
          delete.setString(1, user.value());
          return delete.executeUpdate();
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
          // Of very many it takes long, and so may what follows; the pool takes it back.
          delete.getConnection().setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
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
