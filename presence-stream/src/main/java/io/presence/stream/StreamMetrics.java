package io.presence.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.presence.contracts.Delivery;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What became of changes and deliveries on their way to Kafka. */
@Singleton
final class StreamMetrics {
  private static final String CHANGES = "presence.changes.published";

  private final MeterRegistry registry;
  private final Timer acknowledged;
  private final Counter failed;
  private final Counter overflowed;
  private final Counter confirmed;
  private final Counter notConfirmed;
  private final Map<Delivery.Kind, Counter> sent = new EnumMap<>(Delivery.Kind.class);
  private final Map<Delivery.Kind, Counter> lost = new EnumMap<>(Delivery.Kind.class);

  StreamMetrics(MeterRegistry registry) {
    this.registry = registry;
    acknowledged =
        Timer.builder("presence.changes.publish")
            .description("from the commit of a change until Kafka has acknowledged it")
            .publishPercentileHistogram()
            .maximumExpectedValue(java.time.Duration.ofSeconds(10))
            .register(registry);
    failed = registry.counter(CHANGES, "result", "failed");
    overflowed = registry.counter(CHANGES, "result", "overflow");
    confirmed = registry.counter("presence.changes.confirmed", "result", "confirmed");
    notConfirmed = registry.counter("presence.changes.confirmed", "result", "left");
    for (Delivery.Kind kind : Delivery.Kind.values()) {
      sent.put(kind, deliveries(kind, "acknowledged"));
      lost.put(kind, deliveries(kind, "failed"));
    }
  }

  private Counter deliveries(Delivery.Kind kind, String result) {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return registry.counter("presence.deliveries.sent", "kind", word, "result", result);
  }

  void queue(String name, Collection<?> queue) {
    Gauge.builder("presence.stream.queue", queue, Collection::size)
        .tag("queue", name)
        .register(registry);
  }

  void changeSettled(boolean ok, long nanos) {
    if (ok) {
      acknowledged.record(nanos, TimeUnit.NANOSECONDS);
    } else {
      failed.increment();
    }
  }

  void changeOverflowed() {
    overflowed.increment();
  }

  void confirmed(int changes) {
    confirmed.increment(changes);
  }

  void notConfirmed(int changes) {
    notConfirmed.increment(changes);
  }

  /** Records that a consumer could not read and gave to the dead letters, or could not. */
  void buried(String consumer, int records, boolean ok) {
    registry
        .counter("presence.dead_letters", "consumer", consumer, "result", ok ? "buried" : "failed")
        .increment(records);
  }

  void deliverySettled(Delivery.Kind kind, boolean ok) {
    Counter counter = (ok ? sent : lost).get(kind);
    if (counter != null) {
      counter.increment();
    }
  }
}
