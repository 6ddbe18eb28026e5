package io.presence.graph.imports;

import io.micronaut.core.type.Argument;
import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.graph.imports.ImportReport.BadLine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The table {@code imports}: the newest {@value #KEPT}. */
@Singleton
@Connectable
class ImportStates {
  static final int KEPT = 100;

  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  ImportStates(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A new import, or one that is repeated; forgets the oldest.
   *
   * @return false if one with this id is running
   */
  boolean begin(String id, UserId actor) {
    String sql =
        """
        INSERT INTO imports AS i (import_id, actor, state) VALUES (?, ?, 'running')
        ON CONFLICT (import_id) DO UPDATE
        SET actor = EXCLUDED.actor, state = 'running', started_at = EXCLUDED.started_at,
            updated_at = EXCLUDED.updated_at, lines = 0, accepted = 0, duplicates = 0, rejected = 0,
            errors = '[]'
        WHERE i.state <> 'running' OR i.updated_at < clock_timestamp() - interval '1 minute'
        """;
    boolean begun =
        jdbc.prepareStatement(
            sql,
            insert -> {
              insert.setString(1, id);
              insert.setString(2, actor.value());
              return insert.executeUpdate() > 0;
            });
    if (begun) {
      prune();
    }
    return begun;
  }

  private void prune() {
    String sql =
        """
        DELETE FROM imports WHERE import_id IN (
            SELECT import_id FROM imports ORDER BY started_at DESC, import_id OFFSET ?)
        """;
    jdbc.prepareStatement(
        sql,
        delete -> {
          delete.setInt(1, KEPT);
          return delete.executeUpdate();
        });
  }

  /** In the transaction of the batch, if it is about one. */
  void update(String id, String state, long lines, ImportReport report) {
    String sql =
        """
        UPDATE imports
        SET state = ?, updated_at = clock_timestamp(), lines = ?, accepted = ?, duplicates = ?,
            rejected = ?, errors = ?::jsonb
        WHERE import_id = ?
        """;
    jdbc.prepareStatement(
        sql,
        update -> {
          update.setString(1, state);
          update.setLong(2, lines);
          update.setLong(3, report.accepted());
          update.setLong(4, report.duplicates());
          update.setLong(5, report.rejected());
          update.setString(6, text(report.errors()));
          update.setString(7, id);
          return update.executeUpdate();
        });
  }

  Optional<ImportState> find(String id) {
    return jdbc.prepareStatement(
        "SELECT * FROM imports WHERE import_id = ?",
        select -> {
          select.setString(1, id);
          return states(select).stream().findFirst();
        });
  }

  /** Newest first. */
  List<ImportState> newest(int count) {
    return jdbc.prepareStatement(
        "SELECT * FROM imports ORDER BY started_at DESC, import_id LIMIT ?",
        select -> {
          select.setInt(1, count);
          return states(select);
        });
  }

  private List<ImportState> states(PreparedStatement select) throws SQLException {
    List<ImportState> states = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        states.add(
            new ImportState(
                row.getString("import_id"),
                row.getString("actor"),
                row.getString("state"),
                new WireTime(row.getTimestamp("started_at").getTime()),
                new WireTime(row.getTimestamp("updated_at").getTime()),
                row.getLong("lines"),
                row.getLong("accepted"),
                row.getLong("duplicates"),
                row.getLong("rejected"),
                errors(row.getString("errors"))));
      }
    }
    return states;
  }

  private String text(List<BadLine> errors) {
    try {
      return json.writeValueAsString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException("bad lines must be writable as JSON", e);
    }
  }

  private List<BadLine> errors(String text) {
    try {
      return Objects.requireNonNull(json.readValue(text, Argument.listOf(BadLine.class)));
    } catch (IOException e) {
      throw new UncheckedIOException("the database returned JSON that cannot be read", e);
    }
  }
}
