package io.presence.gateway.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;

/** Reports on their way to heartbeat-function. */
@Singleton
final class ReportMetrics {
  private final MeterRegistry registry;

  ReportMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The meters of one lane. */
  Meters lane(String lane, IntSupplier waiting) {
    Gauge.builder("presence.reports.waiting", waiting::getAsInt)
        .description("Reports that wait or are on their way")
        .tag("lane", lane)
        .register(registry);
    return new Meters(
        DistributionSummary.builder("presence.reports.batch")
            .description("Reports in one call to heartbeat-function")
            .tag("lane", lane)
            .register(registry),
        Timer.builder("presence.reports.call")
            .description("Duration of a call to heartbeat-function, answered or not")
            .tag("lane", lane)
            .register(registry),
        counter("presence.reports.failed", "Calls that were not answered", lane),
        counter("presence.reports.again", "Reports that are sent again", lane),
        counter("presence.reports.dropped", "Reports given up: late, refused or no room", lane),
        counter(
            "presence.reports.broken", "Steps that failed where nothing was expected to", lane));
  }

  private Counter counter(String name, String description, String lane) {
    return Counter.builder(name).description(description).tag("lane", lane).register(registry);
  }

  record Meters(
      DistributionSummary batch,
      Timer call,
      Counter failed,
      Counter again,
      Counter dropped,
      Counter broken) {}
}
