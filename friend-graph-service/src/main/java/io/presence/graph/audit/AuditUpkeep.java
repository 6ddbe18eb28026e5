package io.presence.graph.audit;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link AuditRetention} every hour, on one thread of the scheduler. A round that fails is
 * counted, and the next one makes up for it.
 */
@Singleton
class AuditUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(AuditUpkeep.class);

  /** Of one round: what is more waits for the next one. */
  private static final int BATCHES = 1_000;

  private final AuditRetention retention;
  private final AuditSettings settings;
  private final AuditMetrics metrics;

  AuditUpkeep(AuditRetention retention, AuditSettings settings, AuditMetrics metrics) {
    this.retention = retention;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1h")
  void round() {
    if (settings.days() == 0) {
      return;
    }
    try {
      int rows = 0;
      int batch = AuditRetention.BATCH;
      for (int i = 0; i < BATCHES && batch == AuditRetention.BATCH; i++) {
        batch = retention.deleteBatch(settings.days());
        rows += batch;
      }
      if (rows > 0) {
        LOG.info("{} rows of the audit were older than {} days: deleted", rows, settings.days());
      }
    } catch (RuntimeException e) {
      metrics.failed();
      LOG.warn(
          "Old rows of the audit could not be deleted, tried again in an hour; does Postgres answer?",
          e);
    }
  }
}
