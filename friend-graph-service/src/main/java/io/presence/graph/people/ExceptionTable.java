package io.presence.graph.people;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code privacy_exceptions}. */
@Singleton
@Connectable
class ExceptionTable {
  private static final String COLUMNS =
      "SELECT person_id, show_online_status, show_last_seen, since FROM privacy_exceptions ";

  private final JdbcOperations jdbc;

  ExceptionTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ExceptionFor> find(UserId user, UserId person) {
    return jdbc.prepareStatement(
        COLUMNS + "WHERE user_id = ? AND person_id = ?",
        select -> {
          select.setString(1, user.value());
          select.setString(2, person.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(exception(row)) : Optional.empty();
          }
        });
  }

  /**
   * By the person's id.
   *
   * @param after exclusive; empty for the start
   */
  List<ExceptionFor> list(UserId user, String after, int count) {
    return jdbc.prepareStatement(
        COLUMNS + "WHERE user_id = ? AND person_id > ? ORDER BY person_id LIMIT ?",
        select -> {
          select.setString(1, user.value());
          select.setString(2, after);
          select.setInt(3, count);
          List<ExceptionFor> exceptions = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              exceptions.add(exception(row));
            }
          }
          return exceptions;
        });
  }

  private static ExceptionFor exception(ResultSet row) throws SQLException {
    return new ExceptionFor(
        new UserId(row.getString(1)),
        row.getString(2),
        row.getString(3),
        new WireTime(row.getTimestamp(4).getTime()));
  }

  int count(UserId user) {
    return jdbc.prepareStatement(
        "SELECT count(*) FROM privacy_exceptions WHERE user_id = ?",
        select -> {
          select.setString(1, user.value());
          try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
          }
        });
  }

  /** Returns whether that changes anything. */
  boolean put(UserId user, UserId person, ExceptionEdit edit) {
    String sql =
        """
        INSERT INTO privacy_exceptions AS now (user_id, person_id, show_online_status, show_last_seen)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (user_id, person_id) DO UPDATE
        SET show_online_status = EXCLUDED.show_online_status,
            show_last_seen = EXCLUDED.show_last_seen,
            since = EXCLUDED.since
        WHERE (now.show_online_status, now.show_last_seen)
              IS DISTINCT FROM (EXCLUDED.show_online_status, EXCLUDED.show_last_seen)
        """;
    return jdbc.prepareStatement(
        sql,
        insert -> {
          insert.setString(1, user.value());
          insert.setString(2, person.value());
          insert.setString(3, edit.showOnlineStatus());
          insert.setString(4, edit.showLastSeen());
          return insert.executeUpdate() > 0;
        });
  }

  /** Returns whether there was one. */
  boolean remove(UserId user, UserId person) {
    return jdbc.prepareStatement(
        "DELETE FROM privacy_exceptions WHERE user_id = ? AND person_id = ?",
        delete -> {
          delete.setString(1, user.value());
          delete.setString(2, person.value());
          return delete.executeUpdate() > 0;
        });
  }
}
