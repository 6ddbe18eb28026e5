package io.presence.gateway.room;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Subscriptions to rooms. */
@Singleton
final class RoomMetrics {
  private final MeterRegistry registry;
  private final Timer answers;
  private final Counter unavailable;

  RoomMetrics(MeterRegistry registry) {
    this.registry = registry;
    answers =
        Timer.builder("presence.rooms.answers")
            .description("From subscribe_room or a look at a room to its answer")
            .register(registry);
    unavailable =
        Counter.builder("presence.rooms.unavailable")
            .description(
                "Subscriptions and looks without an answer, because nobody counted in time")
            .register(registry);
  }

  void subscriptions(Subscriptions subscriptions) {
    Gauge.builder("presence.rooms.subscriptions", subscriptions, Subscriptions::count)
        .description("Subscriptions of sessions here to rooms")
        .register(registry);
  }

  void answered(long nanos) {
    answers.record(nanos, TimeUnit.NANOSECONDS);
  }

  void unavailable() {
    unavailable.increment();
  }
}
