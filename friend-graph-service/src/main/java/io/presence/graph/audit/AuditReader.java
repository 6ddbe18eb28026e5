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

/** Reads {@code audit}, newest first, by the indexes of what is asked for. */
@Singleton
@Connectable
class AuditReader {
  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  AuditReader(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<AuditEntry> read(AuditQuestion question, int count) {
    AuditQuestion.Sql ids = question.ids(count);
    String sql =
        """
        SELECT id, at, actor, action, target, other, before, after
        FROM (%s) AS found JOIN audit USING (id) ORDER BY id DESC
        """
            .formatted(ids.text());
    return jdbc.prepareStatement(
        sql,
        select -> {
          int place = 1;
          for (Object value : ids.values()) {
            select.setObject(place++, value);
          }
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
        row.getString("other"),
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
