package io.presence.graph.imports;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.relations.Pair;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Makes many pairs contacts in one transaction. Rows are locked in the order of their ids, and
 * contacts before requests: like whoever decides about one pair.
 */
@Singleton
class PairBatch {
  /**
   * Somebody who is only known from an import is called by their id. Says who was nobody before:
   * others may see them now, also where the pair is no new one.
   */
  private static final String PEOPLE =
      """
      INSERT INTO users (user_id, name) SELECT id, id FROM unnest(?::text[]) AS new (id)
      ON CONFLICT DO NOTHING RETURNING user_id
      """;

  /** The rows that lock the pairs first, mirrors only of those that were new. */
  private static final String CONTACTS =
      """
      WITH first AS (
          INSERT INTO contacts (user_id, contact_id) SELECT * FROM unnest(?::text[], ?::text[])
          ON CONFLICT DO NOTHING RETURNING user_id, contact_id),
      mirrors AS (
          INSERT INTO contacts (user_id, contact_id) SELECT contact_id, user_id FROM first)
      SELECT user_id, contact_id FROM first
      """;

  /**
   * A statement of its own: only a later one than {@link #CONTACTS} sees what was asked by those
   * for whom that one has waited.
   */
  private static final String ANSWERED =
      """
      DELETE FROM contact_requests r
      USING (SELECT lower, higher FROM unnest(?::text[], ?::text[]) AS p (lower, higher)
             UNION ALL
             SELECT higher, lower FROM unnest(?::text[], ?::text[]) AS p (lower, higher))
          AS agreed (to_id, from_id)
      WHERE r.to_id = agreed.to_id AND r.from_id = agreed.from_id
      """;

  private final JdbcOperations jdbc;
  private final GraphChanges changes;

  PairBatch(JdbcOperations jdbc, GraphChanges changes) {
    this.jdbc = jdbc;
    this.changes = changes;
  }

  /**
   * @param alongWith is told which were no contacts before, in the transaction
   * @return how many, once they are in force
   */
  int store(SortedSet<Pair> pairs, Consumer<List<Pair>> alongWith) {
    List<UserId> people =
        pairs.stream()
            .flatMap(pair -> List.of(pair.lower(), pair.higher()).stream())
            .distinct()
            .sorted()
            .toList();
    return changes.commit(effects -> {
      Set<UserId> changed = insertPeople(people);
      List<Pair> fresh = insertContacts(pairs);
      if (!fresh.isEmpty()) {
        deleteRequests(fresh);
      }
      for (Pair pair : fresh) {
        changed.add(pair.lower());
        changed.add(pair.higher());
      }
      effects.ofMany(people, changed);
      alongWith.accept(fresh);
      return fresh.size();
    });
  }

  private Set<UserId> insertPeople(List<UserId> people) {
    return jdbc.prepareStatement(
        PEOPLE,
        insert -> {
          insert.setArray(1, UserIdColumn.array(insert.getConnection(), people));
          Set<UserId> fresh = new HashSet<>();
          try (ResultSet row = insert.executeQuery()) {
            while (row.next()) {
              fresh.add(new UserId(row.getString(1)));
            }
          }
          return fresh;
        });
  }

  private List<Pair> insertContacts(SortedSet<Pair> pairs) {
    return jdbc.prepareStatement(
        CONTACTS,
        insert -> {
          var connection = insert.getConnection();
          insert.setArray(
              1, UserIdColumn.array(connection, pairs.stream().map(Pair::lower).toList()));
          insert.setArray(
              2, UserIdColumn.array(connection, pairs.stream().map(Pair::higher).toList()));
          return pairs(insert);
        });
  }

  private void deleteRequests(List<Pair> fresh) {
    jdbc.prepareStatement(
        ANSWERED,
        delete -> {
          var connection = delete.getConnection();
          Array lower = UserIdColumn.array(connection, fresh.stream().map(Pair::lower).toList());
          Array higher = UserIdColumn.array(connection, fresh.stream().map(Pair::higher).toList());
          delete.setArray(1, lower);
          delete.setArray(2, higher);
          delete.setArray(3, lower);
          delete.setArray(4, higher);
          return delete.executeUpdate();
        });
  }

  private static List<Pair> pairs(PreparedStatement statement) throws SQLException {
    List<Pair> pairs = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pairs.add(new Pair(new UserId(row.getString(1)), new UserId(row.getString(2))));
      }
    }
    return pairs;
  }
}
