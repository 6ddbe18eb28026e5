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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The table {@code imports}: the newest {@value #KEPT}, and those that run. */
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
   * @return empty if one with this id is running
   */
  Optional<RunId> begin(String id, UserId actor) {
    String sql =
        """
        INSERT INTO imports AS i (import_id, actor, state) VALUES (?, ?, 'running')
        ON CONFLICT (import_id) DO UPDATE
        SET actor = EXCLUDED.actor, state = 'running', started_at = EXCLUDED.started_at,
            updated_at = EXCLUDED.updated_at, lines = 0, accepted = 0, duplicates = 0, rejected = 0,
            errors = '[]'
        WHERE i.state <> 'running' OR i.updated_at < clock_timestamp() - interval '1 minute'
        RETURNING i.started_at
        """;
    Optional<RunId> begun =
        jdbc.prepareStatement(
            sql,
            insert -> {
              insert.setString(1, id);
              insert.setString(2, actor.value());
              try (ResultSet row = insert.executeQuery()) {
                return row.next()
                    ? Optional.of(new RunId(id, row.getObject(1, OffsetDateTime.class)))
                    : Optional.empty();
              }
            });
    if (begun.isPresent()) {
      prune();
    }
    return begun;
  }

  /** But for those that run: they would not find their row any more. */
  private void prune() {
    String sql =
        """
        DELETE FROM imports WHERE import_id IN (
            SELECT import_id FROM imports ORDER BY started_at DESC, import_id OFFSET ?)
        AND (state <> 'running' OR updated_at < clock_timestamp() - interval '1 minute')
        """;
    jdbc.prepareStatement(
        sql,
        delete -> {
          delete.setInt(1, KEPT);
          return delete.executeUpdate();
        });
  }

  /**
   * In the transaction of the batch, if it is about one.
   *
   * @return false if another run has begun since, which it is about now
   */
  boolean update(RunId run, String state, long lines, ImportReport report) {
    String sql =
        """
        UPDATE imports
        SET state = ?, updated_at = clock_timestamp(), lines = ?, accepted = ?, duplicates = ?,
            rejected = ?, errors = ?::jsonb
        WHERE import_id = ? AND started_at = ?
        """;
    return jdbc.prepareStatement(
        sql,
        update -> {
          update.setString(1, state);
          update.setLong(2, lines);
          update.setLong(3, report.accepted());
          update.setLong(4, report.duplicates());
          update.setLong(5, report.rejected());
          update.setString(6, text(report.errors()));
          update.setString(7, run.importId());
          update.setObject(8, run.startedAt());
          return update.executeUpdate() > 0;
        });
  }

  /**
   * It broke off. What it counted stays: each batch has written it down with what it stored, also
   * the last one, which may be stored and not yet in force.
   *
   * @param lines after which to send it again
   */
  void fail(RunId run, long lines) {
    String sql =
        """
        UPDATE imports SET state = 'failed', updated_at = clock_timestamp(), lines = ?
        WHERE import_id = ? AND started_at = ?
        """;
    jdbc.prepareStatement(
        sql,
        update -> {
          update.setLong(1, lines);
          update.setString(2, run.importId());
          update.setObject(3, run.startedAt());
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
