package io.presence.graph.audit;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.WireTime;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code audit}, newest first, by the index of what is asked for. */
@Singleton
@Connectable
class AuditReader {
  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  AuditReader(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param before ids below this one
   */
  List<AuditEntry> read(@Nullable String actor, @Nullable String target, long before, int count) {
    String sql =
        "SELECT id, at, actor, action, target, before, after FROM audit WHERE id < ?"
            + (actor == null ? "" : " AND actor = ?")
            + (target == null ? "" : " AND target = ?")
            + " ORDER BY id DESC LIMIT ?";
    return jdbc.prepareStatement(
        sql,
        select -> {
          int place = 1;
          select.setLong(place++, before);
          if (actor != null) {
            select.setString(place++, actor);
          }
          if (target != null) {
            select.setString(place++, target);
          }
          select.setInt(place, count);
          List<AuditEntry> entries = new ArrayList<>();
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              entries.add(entry(row));
            }
          }
          return entries;
        });
  }

  private AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        new WireTime(row.getTimestamp("at").getTime()),
        row.getString("actor"),
        row.getString("action"),
        row.getString("target"),
        node(row.getString("before")),
        node(row.getString("after")));
  }

  private @Nullable JsonNode node(@Nullable String text) {
    try {
      return text == null ? null : json.readValue(text, JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the database returned JSON that cannot be read", e);
    }
  }
}
