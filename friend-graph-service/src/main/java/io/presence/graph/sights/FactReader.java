package io.presence.graph.sights;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.graph.UserIdColumn;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@link Facts}: three questions, one statement each. Every join goes by a whole primary key
 * or by the unique index of its other direction, so a statement costs a few index probes for each
 * person in its answer.
 */
@Singleton
@Connectable
class FactReader {
  /** The subject's contacts as viewers; the settings are the subject's own. */
  private static final String AUDIENCE =
      """
      SELECT c.contact_id AS person, TRUE AS known, TRUE AS contact,
             (mine.user_id IS NOT NULL OR theirs.user_id IS NOT NULL) AS blocked,
             p.show_online_status, p.show_last_seen
      FROM contacts c
      LEFT JOIN privacy p ON p.user_id = c.user_id
      LEFT JOIN blocks mine ON mine.user_id = c.user_id AND mine.blocked_id = c.contact_id
      LEFT JOIN blocks theirs ON theirs.blocked_id = c.user_id AND theirs.user_id = c.contact_id
      WHERE c.user_id = ?
      ORDER BY c.contact_id
      """;

  /** The viewer's contacts as subjects; the settings are each contact's. */
  private static final String CONTACTS =
      """
      SELECT c.contact_id AS person, TRUE AS known, TRUE AS contact,
             (mine.user_id IS NOT NULL OR theirs.user_id IS NOT NULL) AS blocked,
             p.show_online_status, p.show_last_seen
      FROM contacts c
      LEFT JOIN privacy p ON p.user_id = c.contact_id
      LEFT JOIN blocks mine ON mine.user_id = c.user_id AND mine.blocked_id = c.contact_id
      LEFT JOIN blocks theirs ON theirs.blocked_id = c.user_id AND theirs.user_id = c.contact_id
      WHERE c.user_id = ? AND c.contact_id > ?
      ORDER BY c.contact_id LIMIT ?
      """;

  /** Anybody as subjects. Somebody with settings exists, whether or not they have a name. */
  private static final String SUBJECTS =
      """
      SELECT s.id AS person,
             (u.user_id IS NOT NULL OR p.user_id IS NOT NULL OR c.user_id IS NOT NULL) AS known,
             c.user_id IS NOT NULL AS contact,
             (mine.user_id IS NOT NULL OR theirs.user_id IS NOT NULL) AS blocked,
             p.show_online_status, p.show_last_seen
      FROM unnest(?::text[]) WITH ORDINALITY AS s (id, place)
      LEFT JOIN users u ON u.user_id = s.id
      LEFT JOIN privacy p ON p.user_id = s.id
      LEFT JOIN contacts c ON c.user_id = ? AND c.contact_id = s.id
      LEFT JOIN blocks mine ON mine.user_id = ? AND mine.blocked_id = s.id
      LEFT JOIN blocks theirs ON theirs.blocked_id = ? AND theirs.user_id = s.id
      ORDER BY s.place
      """;

  private final JdbcOperations jdbc;

  FactReader(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Facts about all contacts of the subject, as viewers. */
  List<Facts> audienceOf(UserId subject) {
    return jdbc.prepareStatement(
        AUDIENCE,
        select -> {
          select.setString(1, subject.value());
          return facts(select);
        });
  }

  /**
   * Facts about the contacts of the viewer, as subjects, by id.
   *
   * @param after exclusive; empty for the start
   */
  List<Facts> contactsOf(UserId viewer, String after, int count) {
    return jdbc.prepareStatement(
        CONTACTS,
        select -> {
          select.setString(1, viewer.value());
          select.setString(2, after);
          select.setInt(3, count);
          return facts(select);
        });
  }

  /** Facts about each of the subjects, in their order. */
  List<Facts> about(UserId viewer, Collection<UserId> subjects) {
    return jdbc.prepareStatement(
        SUBJECTS,
        select -> {
          select.setArray(1, UserIdColumn.array(select.getConnection(), subjects));
          select.setString(2, viewer.value());
          select.setString(3, viewer.value());
          select.setString(4, viewer.value());
          return facts(select);
        });
  }

  private static List<Facts> facts(PreparedStatement select) throws SQLException {
    List<Facts> facts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        facts.add(
            new Facts(
                new UserId(row.getString("person")),
                row.getBoolean("known"),
                row.getBoolean("blocked"),
                row.getBoolean("contact"),
                audience(row, "show_online_status"),
                audience(row, "show_last_seen")));
      }
    }
    return facts;
  }

  /** Contacts, unless set. */
  private static Audience audience(ResultSet row, String column) throws SQLException {
    String word = row.getString(column);
    return word == null ? Audience.CONTACTS : Audience.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
