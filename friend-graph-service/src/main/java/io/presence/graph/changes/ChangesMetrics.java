package io.presence.graph.changes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts changes of the graph on their way. */
@Singleton
class ChangesMetrics {
  private final Counter committed;
  private final Counter bumpRetried;
  private final Counter bumpFailed;
  private final Counter markFailed;
  private final Counter delivered;
  private final Counter undelivered;
  private final Counter relayFailed;

  ChangesMetrics(MeterRegistry registry) {
    committed = counter(registry, "presence.graph.changes", "changes in force before the answer");
    bumpRetried =
        counter(
            registry,
            "presence.graph.bump.retried",
            "pipelines that Redis did not answer at first");
    bumpFailed =
        counter(registry, "presence.graph.bump.failed", "graph versions that Redis did not raise");
    markFailed =
        counter(registry, "presence.graph.outbox.mark.failed", "rows left for the relay to raise");
    delivered =
        counter(registry, "presence.graph.outbox.delivered", "rows that Kafka acknowledged");
    undelivered =
        counter(registry, "presence.graph.outbox.undelivered", "rows that have to be tried again");
    relayFailed = counter(registry, "presence.graph.outbox.relay.failed", "batches that broke off");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void committed(int rows) {
    committed.increment(rows);
  }

  void bumpRetried() {
    bumpRetried.increment();
  }

  void bumpFailed() {
    bumpFailed.increment();
  }

  void markFailed() {
    markFailed.increment();
  }

  void relayed(int acknowledged, int left) {
    delivered.increment(acknowledged);
    undelivered.increment(left);
  }

  void relayFailed() {
    relayFailed.increment();
  }
}
