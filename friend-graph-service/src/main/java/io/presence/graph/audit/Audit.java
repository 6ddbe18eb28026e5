package io.presence.graph.audit;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;
import io.presence.web.Caller;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way into the table {@code audit}: every use of a power that a person without a role does not
 * have. To be called in the transaction of the write. What is about two people is one row, found
 * under both.
 */
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
      write(actor.userId(), action, target.value(), null, before, after);
    }
  }

  /**
   * What somebody says of another was changed: written down unless it was by themself.
   *
   * @param target whose data it is
   * @param other whom it is about
   */
  public void ofPair(
      Caller actor,
      String action,
      UserId target,
      UserId other,
      @Nullable Object before,
      @Nullable Object after) {
    if (!actor.userId().equals(target)) {
      write(actor.userId(), action, target.value(), other, before, after);
    }
  }

  /** As {@link #ofPair}, but nobody may do it without the role: not to themself either. */
  public void ofPower(
      Caller admin,
      String action,
      UserId target,
      UserId other,
      @Nullable Object before,
      @Nullable Object after) {
    write(admin.userId(), action, target.value(), other, before, after);
  }

  /** Sessions of somebody are about to be ended, or were, which another service does. */
  void ofEviction(UserId actor, String action, UserId target, Object what) {
    write(actor, action, target.value(), null, what, null);
  }

  /** Somebody came into a room, or was taken out of it. */
  public void ofRoom(
      Caller actor,
      String action,
      RoomId target,
      UserId member,
      @Nullable Object before,
      @Nullable Object after) {
    write(actor.userId(), action, target.value(), member, before, after);
  }

  /**
   * A batch of an import was stored. Which pairs it made contacts is kept whole, since nobody else
   * could tell later whether these two asked for it; a batch is bounded, and so is its row.
   *
   * @param ones of each pair one
   * @param others of each pair the other, in the same order
   */
  public void ofImport(
      UserId actor, String importId, Object after, List<UserId> ones, List<UserId> others) {
    String sql =
        """
        INSERT INTO audit (actor, action, target, after, imported_ones, imported_others)
        VALUES (?, 'import.contacts', ?, ?::jsonb, ?, ?)
        """;
    jdbc.prepareStatement(
        sql,
        insert -> {
          insert.setString(1, actor.value());
          insert.setString(2, importId);
          insert.setString(3, text(after));
          insert.setArray(4, UserIdColumn.array(insert.getConnection(), ones));
          insert.setArray(5, UserIdColumn.array(insert.getConnection(), others));
          return insert.executeUpdate();
        });
  }

  private void write(
      UserId actor,
      String action,
      String target,
      @Nullable UserId other,
      @Nullable Object before,
      @Nullable Object after) {
    String sql =
        """
        INSERT INTO audit (actor, action, target, other, before, after)
        VALUES (?, ?, ?, ?, ?::jsonb, ?::jsonb)
        """;
    jdbc.prepareStatement(
        sql,
        insert -> {
          insert.setString(1, actor.value());
          insert.setString(2, action);
          insert.setString(3, target);
          insert.setString(4, other == null ? null : other.value());
          insert.setString(5, text(before));
          insert.setString(6, text(after));
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
