package io.presence.graph.sights;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibilityPolicy;
import io.presence.graph.UserIdColumn;
import io.presence.graph.people.VisibilitySettings;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how members of a room stand to strangers, and to those who are none. A stranger has no
 * contact, block or exception with a member, so that all strangers see the same of them.
 */
@Singleton
@Connectable
class RoomFactReader {
  /** Members as a stranger meets them. Whoever has settings exists, as for everybody else. */
  private static final String SEATS =
      """
      SELECT m.user_id AS person, u.name, FALSE AS self, FALSE AS pull_only,
             (u.user_id IS NOT NULL OR p.user_id IS NOT NULL) AS known,
             NULL::timestamptz AS contact_since, NULL::timestamptz AS subject_blocks,
             NULL::timestamptz AS viewer_blocks, p.show_online_status, p.show_last_seen,
             NULL::text AS status_exception, NULL::text AS last_seen_exception,
             p.show_online_status_since AS status_since, p.show_last_seen_since AS last_seen_since,
             NULL::timestamptz AS exception_since, FALSE AS viewer_hides
      FROM room_members m
      LEFT JOIN users u ON u.user_id = m.user_id
      LEFT JOIN privacy p ON p.user_id = m.user_id
      WHERE m.room_id = ?
      """;

  private static final String RELATIONS =
      """
      SELECT v.id AS viewer, r.person, r.person = v.id AS self, FALSE AS pull_only,
             (u.user_id IS NOT NULL OR p.user_id IS NOT NULL OR x.user_id IS NOT NULL
              OR c.user_id IS NOT NULL) AS known,
      %s
      FROM (SELECT id COLLATE "C" AS id FROM unnest(?::text[]) AS w (id)) v
      CROSS JOIN LATERAL (
          SELECT contact_id AS person FROM contacts WHERE user_id = v.id
          UNION SELECT blocked_id FROM blocks WHERE user_id = v.id
          UNION SELECT user_id FROM blocks WHERE blocked_id = v.id
          UNION SELECT user_id FROM privacy_exceptions WHERE person_id = v.id
          UNION SELECT person_id FROM privacy_exceptions WHERE user_id = v.id
          UNION SELECT v.id) AS r
      JOIN room_members m ON m.room_id = ? AND m.user_id = r.person
      LEFT JOIN users u ON u.user_id = r.person
      LEFT JOIN privacy p ON p.user_id = r.person
      LEFT JOIN privacy_exceptions x ON x.user_id = r.person AND x.person_id = v.id
      LEFT JOIN contacts c ON c.user_id = v.id AND c.contact_id = r.person
      LEFT JOIN blocks theirs ON theirs.blocked_id = v.id AND theirs.user_id = r.person
      LEFT JOIN blocks mine ON mine.user_id = v.id AND mine.blocked_id = r.person
      WHERE (v.id, r.person) > (?, ?)
      ORDER BY v.id, r.person LIMIT ?
      """
          // Who hides their last seen matters to nobody who only counts.
          .formatted(FactReader.COLUMNS.formatted("FALSE"));

  private final JdbcOperations jdbc;
  private final FactReader reader;
  private final VisibilityPolicy policy;

  RoomFactReader(JdbcOperations jdbc, FactReader reader, VisibilitySettings settings) {
    this.jdbc = jdbc;
    this.reader = reader;
    this.policy = settings.policy();
  }

  /**
   * By id.
   *
   * @param after exclusive; empty for the start
   */
  List<Rooms.Seat> seats(RoomId room, String after, int count) {
    return jdbc.prepareStatement(
        SEATS + " AND m.user_id > ? ORDER BY m.user_id LIMIT ?",
        select -> {
          select.setString(1, room.value());
          select.setString(2, after);
          select.setInt(3, count);
          return seats(select);
        });
  }

  /** Those of these people who are members. */
  List<Rooms.Seat> seats(RoomId room, Collection<UserId> people) {
    return jdbc.prepareStatement(
        SEATS + " AND m.user_id = ANY (?::text[]) ORDER BY m.user_id",
        select -> {
          select.setString(1, room.value());
          select.setArray(2, UserIdColumn.array(select.getConnection(), people));
          return seats(select);
        });
  }

  private List<Rooms.Seat> seats(PreparedStatement select) throws SQLException {
    List<Rooms.Seat> seats = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Facts facts = reader.facts(row);
        seats.add(
            new Rooms.Seat(
                facts.person(), row.getString("name"), facts.decide(policy).sight().tellsStatus()));
      }
    }
    return seats;
  }

  /**
   * By viewer, then by member.
   *
   * @param after exclusive; null for the start
   */
  List<Rooms.Relation> relations(
      RoomId room, Collection<UserId> viewers, Rooms.@Nullable Place after, int count) {
    return jdbc.prepareStatement(
        RELATIONS,
        select -> {
          select.setArray(1, UserIdColumn.array(select.getConnection(), viewers));
          select.setString(2, room.value());
          select.setString(3, after == null ? "" : after.viewer().value());
          select.setString(4, after == null ? "" : after.userId().value());
          select.setInt(5, count);
          List<Rooms.Relation> relations = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              relations.add(
                  new Rooms.Relation(
                      new UserId(row.getString("viewer")),
                      new UserId(row.getString("person")),
                      reader.facts(row).decide(policy).sight()));
            }
          }
          return relations;
        });
  }
}
