package io.presence.graph.people;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;
import io.presence.graph.changes.Effects;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who hides their last seen from everybody, which under reciprocity decides what they see of
 * others. So their own setting changes the audiences of their contacts, which others cache by the
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
   * An SQL expression: whether nobody at all is shown the last seen of the person, by either
   * setting and without an exception for anybody. {@code FALSE} without reciprocity, which alone
   * asks.
   *
   * @param person an SQL expression
   */
  public String sql(String person) {
    return policy.reciprocity()
        ? "(%s OR %s)"
            .formatted(
                hidden(person, "show_last_seen", policy.defaultLastSeen()),
                hidden(person, "show_online_status", policy.defaultOnlineStatus()))
        : "FALSE";
  }

  private static String hidden(String person, String setting, Audience unset) {
    return """
    (coalesce((SELECT h.%2$s FROM privacy h WHERE h.user_id = %1$s), '%3$s') = 'nobody'
     AND NOT EXISTS (
         SELECT 1 FROM privacy_exceptions a WHERE a.user_id = %1$s AND a.%2$s = 'allow'))\
    """
        .formatted(person, setting, unset.name().toLowerCase(Locale.ROOT));
  }

  /** Runs a write of this person's settings. To be called in its transaction. */
  boolean around(UserId user, Effects effects, Write write) {
    if (!policy.reciprocity()) {
      return write.changed();
    }
    boolean before = hides(user);
    boolean changed = write.changed();
    if (changed && hides(user) != before) {
      effects.sightOf(user, contacts(user));
    }
    return changed;
  }

  /** A write that says whether it changed anything. */
  interface Write {
    boolean changed();
  }

  private boolean hides(UserId user) {
    return jdbc.prepareStatement(
        "SELECT " + sql("v.id") + " FROM (SELECT ?::text COLLATE \"C\" AS id) v",
        select -> {
          select.setString(1, user.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
          }
        });
  }

  private List<UserId> contacts(UserId user) {
    return jdbc.prepareStatement(
        "SELECT contact_id FROM contacts WHERE user_id = ? ORDER BY contact_id",
        select -> {
          select.setString(1, user.value());
          List<UserId> contacts = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              contacts.add(new UserId(row.getString(1)));
            }
          }
          return contacts;
        });
  }
}
