package io.presence.expiry.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.presence.store.NodeMemory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MemoryMetricsTest {
  private static final NodeMemory FIRST = new NodeMemory("a:6379", 700, 1_000, false);
  private static final NodeMemory SECOND = new NodeMemory("b:6379", 30, 0, true);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MemoryMetrics metrics = new MemoryMetrics(registry);

  @Test
  void showsEachNodeByItsAddress() {
    metrics.read(List.of(FIRST, SECOND));

    assertThat(value("presence.redis.memory.used", "a:6379")).isEqualTo(700);
    assertThat(value("presence.redis.memory.max", "a:6379")).isEqualTo(1_000);
    assertThat(value("presence.redis.evicts", "a:6379")).isZero();
    assertThat(value("presence.redis.memory.used", "b:6379")).isEqualTo(30);
    assertThat(value("presence.redis.memory.max", "b:6379")).isZero();
    assertThat(value("presence.redis.evicts", "b:6379")).isEqualTo(1);
  }

  @Test
  void goesByWhatANodeSaidLast() {
    metrics.read(List.of(FIRST));
    metrics.read(List.of(new NodeMemory("a:6379", 800, 2_000, true)));

    assertThat(value("presence.redis.memory.used", "a:6379")).isEqualTo(800);
    assertThat(value("presence.redis.memory.max", "a:6379")).isEqualTo(2_000);
    assertThat(value("presence.redis.evicts", "a:6379")).isEqualTo(1);
  }

  @Test
  void showsNothingOfANodeThatDoesNotAnswerAnyMore() {
    metrics.read(List.of(FIRST, SECOND));
    metrics.read(List.of(SECOND));

    assertThat(registry.find("presence.redis.memory.used").gauges())
        .extracting(Gauge::value)
        .containsExactly(30.0);
    metrics.read(List.of());
    assertThat(registry.getMeters()).isEmpty();
  }

  private double value(String name, String node) {
    return registry.get(name).tag("node", node).gauge().value();
  }
}
