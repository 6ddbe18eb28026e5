package io.presence.lastseen.history;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The SQL of {@code session_open} and {@code session_history}, for writers. As in LastSeenTable,
 * nothing joins a list that came with a whole table.
 */
@Singleton
final class SessionTables {
  private static final Argument<List<SessionFacts.Open>> OPEN =
      Argument.listOf(SessionFacts.Open.class);

  private static final String FIND_OPEN =
      "SELECT user_id, sessions::text FROM session_open WHERE user_id = ANY (?)";

  private static final String CLEAR_OPEN = "DELETE FROM session_open WHERE user_id = ANY (?)";

  private static final String REPLACE_OPEN =
      """
      INSERT INTO session_open (user_id, sessions)
      SELECT user_id, sessions::jsonb FROM unnest(?::text[], ?::text[]) AS i(user_id, sessions)
      ORDER BY user_id COLLATE "C"
      ON CONFLICT (user_id) DO UPDATE SET sessions = EXCLUDED.sessions
      """;

  private static final String ADD_ENDED =
      """
      INSERT INTO session_history AS h (user_id, began, session_id, device_type, ended, how)
      SELECT user_id, timestamptz 'epoch' + began_millis * interval '1 millisecond', session_id,
             device_type, timestamptz 'epoch' + ended_millis * interval '1 millisecond', how
      FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[])
        AS i(user_id, began_millis, session_id, device_type, ended_millis, how)
      ON CONFLICT (user_id, began, session_id) DO UPDATE
        SET ended = EXCLUDED.ended, how = EXCLUDED.how
        WHERE h.how = 'unknown' AND EXCLUDED.how <> 'unknown'
      """;

  private static final String TOUCH_DAYS =
      """
      INSERT INTO presence_day AS p (day, revision)
      SELECT d::date, 1 FROM generate_series(?::timestamp, ?::timestamp, interval '1 day') AS d
      ON CONFLICT (day) DO UPDATE SET revision = p.revision + 1
      """;

  private final ObjectMapper json;

  SessionTables(ObjectMapper json) {
    this.json = json;
  }

  /** The open sessions of those who have any, in the order of their ids. */
  Map<UserId, List<SessionFacts.Open>> findOpen(Connection connection, Collection<UserId> users)
      throws SQLException {
    if (users.isEmpty()) {
      return Map.of();
    }
    Map<UserId, List<SessionFacts.Open>> open = HashMap.newHashMap(users.size());
    try (PreparedStatement find = connection.prepareStatement(FIND_OPEN)) {
      find.setArray(1, texts(find, users, UserId::value));
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          open.put(new UserId(rows.getString(1)), read(rows.getString(2)));
        }
      }
    }
    return open;
  }

  void replaceOpen(Connection connection, Map<UserId, List<SessionFacts.Open>> open)
      throws SQLException {
    List<UserId> none =
        open.entrySet().stream()
            .filter(e -> e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!none.isEmpty()) {
      try (PreparedStatement clear = connection.prepareStatement(CLEAR_OPEN)) {
        clear.setArray(1, texts(clear, none, UserId::value));
        clear.executeUpdate();
      }
    }
    List<Map.Entry<UserId, List<SessionFacts.Open>>> some =
        open.entrySet().stream().filter(e -> !e.getValue().isEmpty()).toList();
    if (!some.isEmpty()) {
      try (PreparedStatement replace = connection.prepareStatement(REPLACE_OPEN)) {
        replace.setArray(1, texts(replace, some, entry -> entry.getKey().value()));
        replace.setArray(2, texts(replace, some, entry -> write(entry.getValue())));
        replace.executeUpdate();
      }
    }
  }

  /** Those that are there stay as they are, unless nobody knew how they ended. */
  void addEnded(Connection connection, List<SessionRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement add = connection.prepareStatement(ADD_ENDED)) {
      add.setArray(1, texts(add, rows, row -> row.userId().value()));
      add.setArray(2, numbers(add, rows, row -> row.session().from()));
      add.setArray(3, texts(add, rows, row -> row.session().sessionId().value()));
      add.setArray(4, texts(add, rows, row -> row.session().deviceType().word()));
      add.setArray(5, numbers(add, rows, row -> row.session().until()));
      add.setArray(6, texts(add, rows, row -> row.session().how().word()));
      add.executeUpdate();
    }
  }

  /** The figures of these days are out of date. */
  void touchDays(Connection connection, LocalDate first, LocalDate last) throws SQLException {
    try (PreparedStatement touch = connection.prepareStatement(TOUCH_DAYS)) {
      touch.setString(1, first.toString());
      touch.setString(2, last.toString());
      touch.executeUpdate();
    }
  }

  List<SessionFacts.Open> read(String sessions) {
    try {
      return List.copyOf(Objects.requireNonNull(json.readValue(sessions, OPEN)));
    } catch (IOException e) {
      throw new UncheckedIOException("session_open holds what is no list of sessions", e);
    }
  }

  private String write(List<SessionFacts.Open> sessions) {
    try {
      return json.writeValueAsString(OPEN, sessions);
    } catch (IOException e) {
      throw new UncheckedIOException("a list of sessions must always be writable", e);
    }
  }

  private static <T> Array texts(
      PreparedStatement statement, Collection<T> of, Function<T, String> part) throws SQLException {
    return statement.getConnection().createArrayOf("text", of.stream().map(part).toArray());
  }

  private static <T> Array numbers(
      PreparedStatement statement, Collection<T> of, Function<T, Long> part) throws SQLException {
    return statement.getConnection().createArrayOf("bigint", of.stream().map(part).toArray());
  }
}
