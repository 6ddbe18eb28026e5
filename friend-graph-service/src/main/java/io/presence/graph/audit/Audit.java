package io.presence.graph.audit;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.web.Caller;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The way into the table {@code audit}. To be called in the transaction of the write. */
@Singleton
public class Audit {
  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  Audit(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Somebody's data was changed: written down unless it was by themself. */
  public void ofPerson(
      Caller actor, String action, UserId target, @Nullable Object before, @Nullable Object after) {
    if (!actor.userId().equals(target)) {
      write(actor.userId(), action, target.value(), before, after);
    }
  }

  /** Sessions of somebody were ended, which another service did. */
  void ofSessions(UserId actor, UserId target, Object before) {
    write(actor, "sessions.end", target.value(), before, null);
  }

  /** A room was changed. */
  public void ofRoom(
      Caller actor, String action, RoomId target, @Nullable Object before, @Nullable Object after) {
    write(actor.userId(), action, target.value(), before, after);
  }

  /** A batch of an import was stored. */
  public void ofImport(UserId actor, String importId, Object after) {
    write(actor, "import.contacts", importId, null, after);
  }

  private void write(
      UserId actor, String action, String target, @Nullable Object before, @Nullable Object after) {
    String sql =
        """
        INSERT INTO audit (actor, action, target, before, after)
        VALUES (?, ?, ?, ?::jsonb, ?::jsonb)
        """;
    jdbc.prepareStatement(
        sql,
        insert -> {
          insert.setString(1, actor.value());
          insert.setString(2, action);
          insert.setString(3, target);
          insert.setString(4, text(before));
          insert.setString(5, text(after));
          return insert.executeUpdate();
        });
  }

  private @Nullable String text(@Nullable Object value) {
    try {
      return value == null ? null : json.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("what is audited must be writable as JSON", e);
    }
  }
}
