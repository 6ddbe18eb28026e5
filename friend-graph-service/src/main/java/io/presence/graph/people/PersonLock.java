package io.presence.graph.people;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;

/**
 * Lets one transaction at a time edit what a person is called and whom they show what: what it has
 * read (a tag, a count, a name) is still so when it writes, also when there was no row to lock.
 * Taken before all rows, and of several people in the order of their ids.
 */
@Singleton
public class PersonLock {
  private static final int NAMESPACE = 1;

  private final JdbcOperations jdbc;

  PersonLock(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Until the end of the transaction. */
  public void take(UserId user) {
    jdbc.prepareStatement(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))",
        select -> {
          select.setString(1, user.value());
          select.setInt(2, NAMESPACE);
          return select.execute();
        });
  }
}
