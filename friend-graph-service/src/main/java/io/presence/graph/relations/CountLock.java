package io.presence.graph.relations;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.presence.contracts.UserId;
import io.presence.graph.AdvisoryLock;
import jakarta.inject.Singleton;

/**
 * Lets one transaction at a time count what a person has: of two that add to it in the same moment
 * the second counts what the first has added. The last lock that a transaction takes, after all its
 * rows; of several people in the order of their ids. So nobody waits for a row while holding it.
 */
@Singleton
class CountLock {
  private final JdbcOperations jdbc;

  CountLock(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Until the end of the transaction. */
  void take(UserId user) {
    AdvisoryLock.COUNT.take(jdbc, user);
  }
}
