package io.presence.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.presence.gateway.session.Session.Pushed;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What became of pushes. */
@Singleton
final class DeliveryMetrics {
  private final Map<Pushed, Counter> pushes = new EnumMap<>(Pushed.class);
  private final Counter malformed;

  DeliveryMetrics(MeterRegistry registry) {
    for (Pushed outcome : Pushed.values()) {
      pushes.put(
          outcome,
          Counter.builder("presence.pushes")
              .description("Pushes offered to sessions, by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    malformed =
        Counter.builder("presence.deliveries.malformed")
            .description("Deliveries whose headers could not be read")
            .register(registry);
  }

  void pushed(Pushed outcome) {
    Counter counter = pushes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void malformed() {
    malformed.increment();
  }
}
