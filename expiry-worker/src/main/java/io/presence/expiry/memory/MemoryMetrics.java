package io.presence.expiry.memory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.presence.store.NodeMemory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How full each node of Redis is; of a node that did not answer last, nothing. */
@Singleton
final class MemoryMetrics {
  private final MultiGauge used;
  private final MultiGauge max;
  private final MultiGauge evicts;

  MemoryMetrics(MeterRegistry registry) {
    used =
        MultiGauge.builder("presence.redis.memory.used")
            .description("what a node's data and buffers take")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    max =
        MultiGauge.builder("presence.redis.memory.max")
            .description("at which a node refuses writes; 0 for no limit")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    evicts =
        MultiGauge.builder("presence.redis.evicts")
            .description("1 where a full node forgets people instead of refusing writes")
            .register(registry);
  }

  /** Replaces what was known, of all nodes. */
  void read(List<NodeMemory> nodes) {
    used.register(rows(nodes, NodeMemory::usedBytes), true);
    max.register(rows(nodes, NodeMemory::maxBytes), true);
    evicts.register(rows(nodes, node -> node.evicts() ? 1 : 0), true);
  }

  private static List<Row<?>> rows(List<NodeMemory> nodes, ToDoubleFunction<NodeMemory> value) {
    return nodes.stream()
        .<Row<?>>map(
            node -> Row.of(Tags.of("node", node.node()), (Number) value.applyAsDouble(node)))
        .toList();
  }
}
