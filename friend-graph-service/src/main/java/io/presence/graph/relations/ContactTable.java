package io.presence.graph.relations;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;

/**
 * Writes {@code contacts}. A contact is two rows; the one with the lower id first is the pair's
 * lock: each statement changes it first, and the mirror only if that did something. So the two rows
 * agree, whatever runs at the same time. Whoever writes requests of a pair too comes to them last.
 */
@Singleton
class ContactTable {
  private static final String INSERT =
      """
      WITH first AS (
          INSERT INTO contacts (user_id, contact_id) VALUES (?, ?)
          ON CONFLICT DO NOTHING RETURNING user_id, contact_id)
      INSERT INTO contacts (user_id, contact_id) SELECT contact_id, user_id FROM first
      """;

  private static final String DELETE =
      """
      WITH first AS (
          DELETE FROM contacts WHERE user_id = ? AND contact_id = ?
          RETURNING user_id, contact_id)
      DELETE FROM contacts USING first
      WHERE contacts.user_id = first.contact_id AND contacts.contact_id = first.user_id
      """;

  private final JdbcOperations jdbc;

  ContactTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns whether they were no contacts before. */
  boolean insert(Pair pair) {
    return change(INSERT, pair);
  }

  /** Returns whether they were contacts before. */
  boolean delete(Pair pair) {
    return change(DELETE, pair);
  }

  private boolean change(String sql, Pair pair) {
    return jdbc.prepareStatement(
        sql,
        statement -> {
          statement.setString(1, pair.lower().value());
          statement.setString(2, pair.higher().value());
          return statement.executeUpdate() > 0;
        });
  }

  /**
   * Sees to it that they become contacts by nobody else until the end of the transaction, unless
   * they are: an import, which takes no {@link #lock}, waits for this row, or is waited for.
   *
   * @return false if they are contacts
   */
  boolean reserve(Pair pair) {
    return change(
            "INSERT INTO contacts (user_id, contact_id) VALUES (?, ?) ON CONFLICT DO NOTHING", pair)
        && change("DELETE FROM contacts WHERE user_id = ? AND contact_id = ?", pair);
  }

  int count(UserId user) {
    return jdbc.prepareStatement(
        "SELECT count(*) FROM contacts WHERE user_id = ?",
        select -> {
          select.setString(1, user.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
          }
        });
  }

  /**
   * Lets one request at a time decide about a pair, until the end of its transaction: two people
   * who ask each other in the same moment become contacts.
   */
  void lock(Pair pair) {
    jdbc.prepareStatement(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
        select -> {
          select.setString(1, pair.lower() + " " + pair.higher());
          return select.execute();
        });
  }
}
