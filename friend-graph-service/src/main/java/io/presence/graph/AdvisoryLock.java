package io.presence.graph;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;

/** A lock on a person that hangs on no row: Postgres keeps it until the end of the transaction. */
public enum AdvisoryLock {
  /** What they are called, and whom they show what. */
  PERSON(1),
  /** Whether their audience is pushed to. */
  AUDIENCE(2),
  /** How much of something they have. */
  COUNT(3);

  /** Of all instances: a number never gets another meaning. */
  private final int namespace;

  AdvisoryLock(int namespace) {
    this.namespace = namespace;
  }

  public void take(JdbcOperations jdbc, UserId user) {
    jdbc.prepareStatement(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, ?))",
        select -> {
          select.setString(1, user.value());
          select.setInt(2, namespace);
          return select.execute();
        });
  }
}
