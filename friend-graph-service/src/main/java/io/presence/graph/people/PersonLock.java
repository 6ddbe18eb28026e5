package io.presence.graph.people;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.graph.AdvisoryLock;
import jakarta.inject.Singleton;

/**
 * Lets one transaction at a time edit what a person is called and whom they show what: what it has
 * read (a tag, a count, a name) is still so when it writes, also when there was no row to lock.
 * Taken before all rows, and of several people in the order of their ids.
 */
@Singleton
public class PersonLock {
  private final JdbcOperations jdbc;

  PersonLock(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Until the end of the transaction. */
  public void take(UserId user) {
    AdvisoryLock.PERSON.take(jdbc, user);
  }
}
