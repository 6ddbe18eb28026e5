package io.presence.gateway.graph;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;

/** Corrections after changes of who may see whom. */
@Singleton
final class GraphMetrics {
  private final MeterRegistry registry;
  private final Counter failed;
  private final Counter malformed;

  GraphMetrics(MeterRegistry registry) {
    this.registry = registry;
    failed =
        Counter.builder("presence.corrections.failed")
            .description("Corrections that could not be made and are tried again")
            .register(registry);
    malformed =
        Counter.builder("presence.graph.changes.malformed")
            .description("Changes of the graph that could not be read")
            .register(registry);
  }

  void pending(IntSupplier viewers) {
    Gauge.builder("presence.corrections.waiting", viewers::getAsInt)
        .description("Viewers who must look again")
        .register(registry);
  }

  void failed() {
    failed.increment();
  }

  void malformed() {
    malformed.increment();
  }
}
