package io.presence.lastseen;

import static java.util.stream.Collectors.partitioningBy;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.HandSet;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.lastseen.history.SessionHistory;
import io.presence.lastseen.history.SessionNews;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code last_seen} and {@code hand_set}: the only code that knows their SQL.
 * Thread-safe; every call blocks on Postgres, and throws a RuntimeException when it does not
 * answer.
 *
 * <p>Nothing here joins a list that came with a whole table: the planner knows neither the length
 * of the list nor, just after it has grown, that of the table, and takes a nested loop: 20 s for
 * 5,000 people.
 */
@Singleton
final class LastSeenTable {
  // In the order of user ids, so that two instances with the same people wait for each other
  // instead of locking each other out. Answers the version that each written row has now.
  private static final String UPSERT_LAST_SEEN =
      """
      INSERT INTO last_seen AS l (user_id, last_seen, status, version, updated_at)
      SELECT user_id, timestamptz 'epoch' + last_seen_millis * interval '1 millisecond',
             status, version, now()
      FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[])
        AS i(user_id, last_seen_millis, status, version)
      ORDER BY user_id COLLATE "C"
      ON CONFLICT (user_id) DO UPDATE SET
        last_seen = GREATEST(l.last_seen, EXCLUDED.last_seen),
        status = CASE WHEN EXCLUDED.version > l.version THEN EXCLUDED.status ELSE l.status END,
        version = GREATEST(l.version, EXCLUDED.version),
        updated_at = EXCLUDED.updated_at
      WHERE EXCLUDED.version > l.version OR EXCLUDED.last_seen > l.last_seen
      RETURNING user_id, version
      """;

  private static final String CLEAR_HAND_SET = "DELETE FROM hand_set WHERE user_id = ANY (?)";

  private static final String REPLACE_HAND_SET =
      """
      INSERT INTO hand_set AS h
        (user_id, status, expires_at, custom_message, message_expires_at, version)
      SELECT user_id, status, timestamptz 'epoch' + expires_millis * interval '1 millisecond',
             custom_message,
             timestamptz 'epoch' + message_expires_millis * interval '1 millisecond', version
      FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
        AS i(user_id, status, expires_millis, custom_message, message_expires_millis, version)
      ON CONFLICT (user_id) DO UPDATE SET
        status = EXCLUDED.status,
        expires_at = EXCLUDED.expires_at,
        custom_message = EXCLUDED.custom_message,
        message_expires_at = EXCLUDED.message_expires_at,
        version = EXCLUDED.version
      WHERE (h.status, h.expires_at, h.custom_message, h.message_expires_at)
        IS DISTINCT FROM (EXCLUDED.status, EXCLUDED.expires_at, EXCLUDED.custom_message,
                          EXCLUDED.message_expires_at)
      """;

  private static final String FIND =
      """
      WITH h AS MATERIALIZED (SELECT * FROM hand_set WHERE user_id = ANY (?))
      SELECT l.user_id, (extract(epoch FROM l.last_seen) * 1000)::bigint, l.status, l.version,
             h.status, (extract(epoch FROM h.expires_at) * 1000)::bigint, h.custom_message,
             (extract(epoch FROM h.message_expires_at) * 1000)::bigint
      FROM last_seen l LEFT JOIN h USING (user_id)
      WHERE l.user_id = ANY (?)
      """;

  private final TransactionOperations<Connection> transactions;
  private final SessionHistory history;

  LastSeenTable(TransactionOperations<Connection> transactions, SessionHistory history) {
    this.transactions = transactions;
    this.history = history;
  }

  /**
   * Folds these into the tables by the rule of {@link Kept#and}: all or nothing, idempotent, in any
   * order, beside any number of other writers.
   *
   * <p>First the rows of {@code last_seen}: that locks each person and says whose change is news.
   * Only then, in statements of their own, {@code hand_set}, so that they see what a writer before
   * has committed.
   *
   * @param people each at most once
   */
  void upsert(Collection<Kept> people) {
    upsert(people, List.of());
  }

  /**
   * @param sessions of these people, each at most once: written in the same transaction
   */
  void upsert(Collection<Kept> people, Collection<SessionNews> sessions) {
    history.prepare();
    try {
      write(people, sessions);
    } catch (RuntimeException e) {
      history.failed();
      throw e;
    }
  }

  private void write(Collection<Kept> people, Collection<SessionNews> sessions) {
    transactions.executeWrite(status -> {
      try {
        Connection connection = status.getConnection();
        Map<String, Long> versions = upsertLastSeen(connection, people);
        List<Kept> changed = people.stream().filter(kept -> isNews(kept, versions)).toList();
        Map<Boolean, List<Kept>> byNothing =
            changed.stream().collect(partitioningBy(kept -> kept.hand().isNothing()));
        clearHandSet(connection, byNothing.getOrDefault(true, List.of()));
        replaceHandSet(connection, byNothing.getOrDefault(false, List.of()));
        history.write(connection, sessions, news -> isNewest(news, versions));
        return changed.size();
      } catch (SQLException e) {
        throw new DataAccessException("cannot write " + people.size() + " people", e);
      }
    });
  }

  /** Those of these people who are known, in no order; meant for hundreds, not thousands. */
  List<Kept> find(Collection<UserId> userIds) {
    return transactions.executeRead(status -> {
      try (PreparedStatement find = status.getConnection().prepareStatement(FIND)) {
        Array ids = texts(find, userIds, UserId::value);
        find.setArray(1, ids);
        find.setArray(2, ids);
        List<Kept> found = new ArrayList<>();
        try (ResultSet rows = find.executeQuery()) {
          while (rows.next()) {
            found.add(kept(rows));
          }
        }
        return found;
      } catch (SQLException e) {
        throw new DataAccessException("cannot read " + userIds.size() + " people", e);
      }
    });
  }

  private static boolean isNewest(SessionNews news, Map<String, Long> versions) {
    @Nullable Long version = versions.get(news.userId().value());
    return version != null && version == news.version();
  }

  private static boolean isNews(Kept kept, Map<String, Long> versions) {
    @Nullable Long version = versions.get(kept.userId().value());
    return version != null && version == kept.version();
  }

  /** The versions of the rows that were written. */
  private static Map<String, Long> upsertLastSeen(Connection connection, Collection<Kept> people)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT_LAST_SEEN)) {
      upsert.setArray(1, texts(upsert, people, kept -> kept.userId().value()));
      upsert.setArray(2, numbers(upsert, people, Kept::lastSeen));
      upsert.setArray(3, texts(upsert, people, kept -> kept.status().word()));
      upsert.setArray(4, numbers(upsert, people, Kept::version));
      Map<String, Long> versions = HashMap.newHashMap(people.size());
      try (ResultSet rows = upsert.executeQuery()) {
        while (rows.next()) {
          versions.put(rows.getString(1), rows.getLong(2));
        }
      }
      return versions;
    }
  }

  private static void clearHandSet(Connection connection, List<Kept> people) throws SQLException {
    if (people.isEmpty()) {
      return;
    }
    try (PreparedStatement clear = connection.prepareStatement(CLEAR_HAND_SET)) {
      clear.setArray(1, texts(clear, people, kept -> kept.userId().value()));
      clear.executeUpdate();
    }
  }

  private static void replaceHandSet(Connection connection, List<Kept> people) throws SQLException {
    if (people.isEmpty()) {
      return;
    }
    try (PreparedStatement replace = connection.prepareStatement(REPLACE_HAND_SET)) {
      replace.setArray(1, texts(replace, people, kept -> kept.userId().value()));
      replace.setArray(2, texts(replace, people, kept -> word(kept.hand().status())));
      replace.setArray(3, numbers(replace, people, kept -> kept.hand().expiresAt()));
      replace.setArray(4, texts(replace, people, kept -> storable(kept.hand().customMessage())));
      replace.setArray(5, numbers(replace, people, kept -> kept.hand().messageExpiresAt()));
      replace.setArray(6, numbers(replace, people, Kept::version));
      replace.executeUpdate();
    }
  }

  private static Kept kept(ResultSet row) throws SQLException {
    @Nullable String handStatus = row.getString(5);
    return new Kept(
        new UserId(row.getString(1)),
        row.getLong(2),
        Status.ofWord(row.getString(3)),
        row.getLong(4),
        new HandSet(
            handStatus == null ? null : Status.ofWord(handStatus),
            number(row, 6),
            row.getString(7),
            number(row, 8)));
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  private static @Nullable String word(@Nullable Status status) {
    return status == null ? null : status.word();
  }

  /** A text of Postgres holds every character but this one; a message is not lost over it. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\ufffd');
  }

  private static <T> Array texts(
      PreparedStatement statement, Collection<T> of, Function<T, @Nullable String> part)
      throws SQLException {
    return statement.getConnection().createArrayOf("text", of.stream().map(part).toArray());
  }

  private static <T> Array numbers(
      PreparedStatement statement, Collection<T> of, Function<T, @Nullable Long> part)
      throws SQLException {
    return statement.getConnection().createArrayOf("bigint", of.stream().map(part).toArray());
  }
}
