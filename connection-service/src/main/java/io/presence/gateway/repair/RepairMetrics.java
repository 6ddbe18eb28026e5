package io.presence.gateway.repair;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;

/** What repair has found. */
@Singleton
public final class RepairMetrics {
  private final MeterRegistry registry;
  private final Counter mismatches;
  private final Counter compared;
  private final Counter failed;

  RepairMetrics(MeterRegistry registry) {
    this.registry = registry;
    mismatches =
        Counter.builder("presence.repair.mismatches")
            .description(
                "Clients that had been told what was not true any more, and were corrected")
            .register(registry);
    compared =
        Counter.builder("presence.repair.compared")
            .description("What clients were told, compared with what is true")
            .register(registry);
    failed =
        Counter.builder("presence.repair.failed")
            .description("Rounds and lookups of the repair that had no answer and come again")
            .register(registry);
  }

  void waiting(IntSupplier viewers) {
    Gauge.builder("presence.repair.waiting", viewers::getAsInt)
        .description("Viewers for whom the repair looks again")
        .register(registry);
  }

  void mismatch() {
    mismatches.increment();
  }

  void compared(int claims) {
    compared.increment(claims);
  }

  void failed() {
    failed.increment();
  }

  /** Corrections made since this gateway began. */
  public long mismatches() {
    return (long) mismatches.count();
  }
}
