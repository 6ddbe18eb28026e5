package io.presence.graph.imports;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what becomes of imported lines, while they are imported. */
@Singleton
class ImportMetrics {
  private final Counter accepted;
  private final Counter duplicates;
  private final Counter rejected;
  private final Counter failed;
  private final AtomicInteger running;

  ImportMetrics(MeterRegistry registry) {
    accepted = lines(registry, "accepted");
    duplicates = lines(registry, "duplicate");
    rejected = lines(registry, "rejected");
    failed = registry.counter("presence.graph.imports.failed");
    running = new AtomicInteger();
    Gauge.builder("presence.graph.imports.running", running, AtomicInteger::get).register(registry);
  }

  private static Counter lines(MeterRegistry registry, String result) {
    return registry.counter("presence.graph.import.lines", "result", result);
  }

  void begun() {
    running.incrementAndGet();
  }

  void ended() {
    running.decrementAndGet();
  }

  void failed() {
    failed.increment();
  }

  void since(ImportReport before, ImportReport now) {
    accepted.increment((double) (now.accepted() - before.accepted()));
    duplicates.increment((double) (now.duplicates() - before.duplicates()));
    rejected.increment((double) (now.rejected() - before.rejected()));
  }
}
