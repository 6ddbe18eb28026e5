package io.presence.graph.people;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;
import io.presence.contracts.WireTime;
import io.presence.graph.changes.Effects;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who hides their last seen from whom, which under reciprocity decides whose they see. It is judged
 * for the two alone, so an exception opens up nobody but the one whom it is made for, whoever that
 * is. Their own setting thereby changes the audiences of their contacts, which others cache by the
 * contacts' graph versions: those are raised, too.
 */
@Singleton
public class LastSeenHiding {
  private final JdbcOperations jdbc;
  private final VisibilityPolicy policy;

  LastSeenHiding(JdbcOperations jdbc, VisibilitySettings settings) {
    this.jdbc = jdbc;
    this.policy = settings.policy();
  }

  /**
   * An SQL expression: whether the viewer hides their own last seen, or with their status all of
   * themself, from the subject: by an exception, or from everybody. {@code FALSE} without
   * reciprocity, which alone asks. Who shows it to contacts hides it from no stranger in
   * particular.
   *
   * @param viewer an SQL expression
   * @param subject an SQL expression
   */
  public String sql(String viewer, String subject) {
    return policy.reciprocity()
        ? "(%s OR %s)"
            .formatted(
                hidden(viewer, subject, "show_last_seen", policy.defaultLastSeen()),
                hidden(viewer, subject, "show_online_status", policy.defaultOnlineStatus()))
        : "FALSE";
  }

  private static String hidden(String viewer, String subject, String setting, Audience unset) {
    return """
    CASE (SELECT a.%3$s FROM privacy_exceptions a WHERE a.user_id = %1$s AND a.person_id = %2$s)
    WHEN 'deny' THEN TRUE WHEN 'allow' THEN FALSE
    ELSE coalesce((SELECT h.%3$s FROM privacy h WHERE h.user_id = %1$s), '%4$s') = 'nobody' END\
    """
        .formatted(viewer, subject, setting, unset.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Since when the viewer hides their own last seen from the subject: since the older of their
   * words that do so. Null if they do not, or that is not known.
   */
  @Connectable
  public @Nullable WireTime since(UserId viewer, UserId subject) {
    String sql =
        """
        SELECT least(
            CASE WHEN %s THEN CASE WHEN a.show_last_seen IS NOT NULL
                 THEN a.since ELSE h.show_last_seen_since END END,
            CASE WHEN %s THEN CASE WHEN a.show_online_status IS NOT NULL
                 THEN a.since ELSE h.show_online_status_since END END)
        FROM (SELECT ?::text COLLATE "C" AS viewer, ?::text COLLATE "C" AS subject) pair
        LEFT JOIN privacy h ON h.user_id = pair.viewer
        LEFT JOIN privacy_exceptions a
               ON a.user_id = pair.viewer AND a.person_id = pair.subject
        """
            .formatted(
                hidden("pair.viewer", "pair.subject", "show_last_seen", policy.defaultLastSeen()),
                hidden(
                    "pair.viewer",
                    "pair.subject",
                    "show_online_status",
                    policy.defaultOnlineStatus()));
    return jdbc.prepareStatement(
        sql,
        select -> {
          select.setString(1, viewer.value());
          select.setString(2, subject.value());
          try (ResultSet row = select.executeQuery()) {
            @Nullable Timestamp since = row.next() ? row.getTimestamp(1) : null;
            return since == null ? null : new WireTime(since.getTime());
          }
        });
  }

  /**
   * Runs a write of what this person shows to all. To be called in its transaction, with the person
   * locked. One that is about one other raises the versions of those two anyhow.
   */
  Written around(UserId user, Effects effects, BooleanSupplier write) {
    if (!policy.reciprocity()) {
      return new Written(write.getAsBoolean(), null);
    }
    Map<UserId, Boolean> before = contactsOf(user);
    if (!write.getAsBoolean()) {
      return new Written(false, null);
    }
    Map<UserId, Boolean> after = contactsOf(user);
    Set<UserId> concerned = new LinkedHashSet<>();
    after.forEach((contact, hidden) -> {
      if (!hidden.equals(before.get(contact))) {
        concerned.add(contact);
      }
    });
    effects.sightOf(user, concerned);
    return new Written(true, after.keySet());
  }

  /**
   * What a write has done.
   *
   * @param changed whether it changed anything
   * @param contacts who were contacts in its transaction; null where nobody else's audience hangs
   *     on it
   */
  record Written(boolean changed, @Nullable Set<UserId> contacts) {}

  /**
   * Those who have become contacts beside such a write, which could not see them. Their audiences
   * may have been read between the two commits, with what was shown before. To be called after the
   * write is committed, in a transaction of its own.
   */
  void catchUp(UserId user, Set<UserId> contacts, Effects effects) {
    Set<UserId> missed = new LinkedHashSet<>(contactsOf(user).keySet());
    missed.removeAll(contacts);
    effects.of(user, false);
    effects.sightOf(user, missed);
  }

  /** Contacts, and whether it is hidden from them; of others nobody caches anything. */
  private Map<UserId, Boolean> contactsOf(UserId user) {
    return jdbc.prepareStatement(
        "SELECT c.contact_id, %s FROM contacts c WHERE c.user_id = ? ORDER BY c.contact_id"
            .formatted(sql("c.user_id", "c.contact_id")),
        select -> {
          select.setString(1, user.value());
          Map<UserId, Boolean> contacts = new LinkedHashMap<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              contacts.put(new UserId(row.getString(1)), row.getBoolean(2));
            }
          }
          return contacts;
        });
  }
}
