package io.presence.graph.sights;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.Standing;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;
import io.presence.contracts.WireTime;
import io.presence.graph.UserIdColumn;
import io.presence.graph.people.LastSeenHiding;
import io.presence.graph.people.VisibilitySettings;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Facts}: four questions, one statement each. Every join goes by a whole primary key
 * or by the unique index of its other direction, so a statement costs a few index probes for each
 * person in its answer.
 */
@Singleton
@Connectable
class FactReader {
  /** Of a row: settings and exception (x) of the subject, blocks by either of the two. */
  static final String COLUMNS =
      """
             c.since AS contact_since, theirs.since AS subject_blocks, mine.since AS viewer_blocks,
             p.show_online_status, p.show_last_seen,
             p.show_online_status_since AS status_since, p.show_last_seen_since AS last_seen_since,
             x.show_online_status AS status_exception, x.show_last_seen AS last_seen_exception,
             x.since AS exception_since, %s AS viewer_hides
      """;

  /** One viewer and many subjects, in their order. */
  private static final String ONE_VIEWER =
      """
      (SELECT ?::text COLLATE "C" AS id) v
      CROSS JOIN unnest(?::text[]) WITH ORDINALITY AS s (id, place)
      """;

  /** Pairs, in their order. */
  private static final String PAIRS =
      """
      unnest(?::text[], ?::text[]) WITH ORDINALITY AS pair (viewer, subject, place)
      CROSS JOIN LATERAL (SELECT pair.viewer COLLATE "C" AS id) v
      CROSS JOIN LATERAL (SELECT pair.subject AS id, pair.place) s
      """;

  private final JdbcOperations jdbc;
  private final VisibilityPolicy policy;
  private final String audience;
  private final String contacts;
  private final String subjects;
  private final String pairs;

  FactReader(JdbcOperations jdbc, VisibilitySettings settings, LastSeenHiding hiding) {
    this.jdbc = jdbc;
    this.policy = settings.policy();
    this.audience = audience(COLUMNS.formatted(hiding.sql("c.contact_id", "c.user_id")));
    this.contacts = contacts(COLUMNS.formatted(hiding.sql("c.user_id", "c.contact_id")));
    String columns = COLUMNS.formatted(hiding.sql("v.id", "s.id"));
    this.subjects = anybody("s.id", ONE_VIEWER, columns);
    this.pairs = anybody("v.id", PAIRS, columns);
  }

  /** The subject's contacts as viewers; the settings are the subject's own. */
  private static String audience(String columns) {
    return """
    SELECT c.contact_id AS person, FALSE AS self, TRUE AS known, FALSE AS pull_only,
    %s
    FROM contacts c
    LEFT JOIN privacy p ON p.user_id = c.user_id
    LEFT JOIN privacy_exceptions x ON x.user_id = c.user_id AND x.person_id = c.contact_id
    LEFT JOIN blocks theirs ON theirs.user_id = c.user_id AND theirs.blocked_id = c.contact_id
    LEFT JOIN blocks mine ON mine.blocked_id = c.user_id AND mine.user_id = c.contact_id
    WHERE c.user_id = ?
    ORDER BY c.contact_id LIMIT ?
    """
        .formatted(columns);
  }

  /** The viewer's contacts as subjects; the settings are each contact's. */
  private static String contacts(String columns) {
    return """
    SELECT c.contact_id AS person, FALSE AS self, TRUE AS known,
           big.user_id IS NOT NULL AS pull_only,
    %s
    FROM contacts c
    LEFT JOIN privacy p ON p.user_id = c.contact_id
    LEFT JOIN privacy_exceptions x ON x.user_id = c.contact_id AND x.person_id = c.user_id
    LEFT JOIN blocks theirs ON theirs.blocked_id = c.user_id AND theirs.user_id = c.contact_id
    LEFT JOIN blocks mine ON mine.user_id = c.user_id AND mine.blocked_id = c.contact_id
    LEFT JOIN pull_only big ON big.user_id = c.contact_id
    WHERE c.user_id = ? AND c.contact_id > ?
    ORDER BY c.contact_id LIMIT ?
    """
        .formatted(columns);
  }

  /** Anybody as subjects. Somebody with settings exists, whether or not they have a name. */
  private static String anybody(String person, String asked, String columns) {
    return """
    SELECT %s AS person, s.id = v.id AS self,
           (u.user_id IS NOT NULL OR p.user_id IS NOT NULL OR x.user_id IS NOT NULL
            OR c.user_id IS NOT NULL) AS known,
           big.user_id IS NOT NULL AS pull_only,
    %s
    FROM %s
    LEFT JOIN users u ON u.user_id = s.id
    LEFT JOIN privacy p ON p.user_id = s.id
    LEFT JOIN privacy_exceptions x ON x.user_id = s.id AND x.person_id = v.id
    LEFT JOIN contacts c ON c.user_id = v.id AND c.contact_id = s.id
    LEFT JOIN blocks theirs ON theirs.blocked_id = v.id AND theirs.user_id = s.id
    LEFT JOIN blocks mine ON mine.user_id = v.id AND mine.blocked_id = s.id
    LEFT JOIN pull_only big ON big.user_id = s.id
    ORDER BY s.place
    """
        .formatted(person, columns, asked);
  }

  /** Facts about contacts of the subject, as viewers, by id. */
  List<Facts> audienceOf(UserId subject, int count) {
    return jdbc.prepareStatement(
        audience,
        select -> {
          select.setString(1, subject.value());
          select.setInt(2, count);
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
        contacts,
        select -> {
          select.setString(1, viewer.value());
          select.setString(2, after);
          select.setInt(3, count);
          return facts(select);
        });
  }

  /** Facts about each of the subjects, in their order. */
  List<Facts> about(UserId viewer, Collection<UserId> subjectIds) {
    return jdbc.prepareStatement(
        subjects,
        select -> {
          select.setString(1, viewer.value());
          select.setArray(2, UserIdColumn.array(select.getConnection(), subjectIds));
          return facts(select);
        });
  }

  /**
   * Facts about each pair, in their order.
   *
   * @param viewers as many as subjects
   */
  List<Facts> between(List<UserId> viewers, List<UserId> subjectIds) {
    return jdbc.prepareStatement(
        pairs,
        select -> {
          select.setArray(1, UserIdColumn.array(select.getConnection(), viewers));
          select.setArray(2, UserIdColumn.array(select.getConnection(), subjectIds));
          return facts(select);
        });
  }

  private List<Facts> facts(PreparedStatement select) throws SQLException {
    List<Facts> facts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        facts.add(facts(row));
      }
    }
    return facts;
  }

  /** What a row with {@link #COLUMNS}, the person, self and known says. */
  Facts facts(ResultSet row) throws SQLException {
    Facts.Times times =
        new Facts.Times(
            time(row, "contact_since"),
            time(row, "subject_blocks"),
            time(row, "viewer_blocks"),
            time(row, "exception_since"),
            time(row, "status_since"),
            time(row, "last_seen_since"));
    return new Facts(
        new UserId(row.getString("person")),
        standing(row, times),
        row.getBoolean("pull_only"),
        times);
  }

  private Standing standing(ResultSet row, Facts.Times times) throws SQLException {
    return new Standing(
        row.getBoolean("self"),
        row.getBoolean("known"),
        times.blockedBySubject() != null,
        times.blockedByViewer() != null,
        times.contact() != null,
        setting(row, "show_online_status", "status_exception", policy.defaultOnlineStatus()),
        setting(row, "show_last_seen", "last_seen_exception", policy.defaultLastSeen()),
        row.getBoolean("viewer_hides"));
  }

  private static Standing.Setting setting(
      ResultSet row, String column, String exception, Audience unset) throws SQLException {
    String word = row.getString(column);
    String exempt = row.getString(exception);
    return new Standing.Setting(
        word == null ? unset : Audience.valueOf(word.toUpperCase(Locale.ROOT)),
        exempt == null ? null : Standing.Exemption.valueOf(exempt.toUpperCase(Locale.ROOT)));
  }

  private static @Nullable WireTime time(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : new WireTime(time.getTime());
  }
}
