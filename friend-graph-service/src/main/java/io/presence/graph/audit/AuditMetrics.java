package io.presence.graph.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what becomes of old rows. */
@Singleton
class AuditMetrics {
  private final Counter deleted;
  private final Counter failed;

  AuditMetrics(MeterRegistry registry) {
    deleted = registry.counter("presence.graph.audit.deleted");
    failed = registry.counter("presence.graph.audit.deletions.failed");
  }

  void deleted(int rows) {
    deleted.increment(rows);
  }

  void failed() {
    failed.increment();
  }
}
