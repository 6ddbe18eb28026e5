package io.presence.graph.audit;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;

/**
 * Deletes what is older than it has to be kept, oldest first, a batch in a transaction: nobody who
 * writes waits for it, and each look reads at most one batch. Several instances may do it at once:
 * each takes rows that no other holds.
 */
@Singleton
@Connectable
class AuditRetention {
  static final int BATCH = 1_000;

  /** Ids rise with time, but for writes that overlap: so the oldest have the least. */
  private static final String DELETE =
      """
      WITH oldest AS (
          SELECT id, at FROM audit ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
      DELETE FROM audit USING oldest
      WHERE audit.id = oldest.id AND oldest.at < now() - make_interval(days => ?)
      """;

  private final JdbcOperations jdbc;
  private final AuditMetrics metrics;

  AuditRetention(JdbcOperations jdbc, AuditMetrics metrics) {
    this.jdbc = jdbc;
    this.metrics = metrics;
  }

  /**
   * @return how many were deleted; fewer than {@link #BATCH}: there are no more, but perhaps some
   *     that somebody else is deleting
   */
  int deleteBatch(int days) {
    int rows =
        jdbc.prepareStatement(
            DELETE,
            delete -> {
              delete.setInt(1, BATCH);
              delete.setInt(2, days);
              return delete.executeUpdate();
            });
    metrics.deleted(rows);
    return rows;
  }
}
