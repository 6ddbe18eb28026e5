package io.presence.gateway.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.presence.gateway.session.Session.Pushed;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Explicit watching. */
@Singleton
final class WatchMetrics {
  private final MeterRegistry registry;
  private final Map<Pushed, Counter> pushes = new EnumMap<>(Pushed.class);
  private final Counter failed;
  private final Counter lost;
  private final Counter asked;
  private final Counter cached;
  private final Counter again;

  WatchMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Pushed outcome : Pushed.values()) {
      pushes.put(
          outcome,
          Counter.builder("presence.watch.pushes")
              .description(
                  "Changes offered to sessions that watch explicitly, by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    failed = counter("presence.watch.failed", "Writes and questions that had no answer");
    lost = counter("presence.watch.leases.lost", "Leases that had ended before their refresh");
    asked = counter("presence.watch.sights.asked", "Sights asked of friend-graph-service");
    cached = counter("presence.watch.sights.cached", "Sights known by graph version");
    again =
        counter(
            "presence.watch.sights.moved",
            "Watchers who looked again, because the graph moved around the change");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void watched(IntSupplier subjects) {
    Gauge.builder("presence.watch.subjects", subjects::getAsInt)
        .description("People whom sessions of this gateway watch explicitly")
        .register(registry);
  }

  void waiting(IntSupplier subjects) {
    Gauge.builder("presence.watch.waiting", subjects::getAsInt)
        .description("Watched people whose newest change has yet to be pushed")
        .register(registry);
  }

  void pushed(Pushed outcome) {
    Counter counter = pushes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void failed() {
    failed.increment();
  }

  void lost(int leases) {
    lost.increment(leases);
  }

  void sights(int known, int unknown) {
    cached.increment(known);
    asked.increment(unknown);
  }

  void moved() {
    again.increment();
  }
}
