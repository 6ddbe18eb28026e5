package io.presence.gateway.lookup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Lookups. */
@Singleton
final class LookupMetrics {
  private final Timer lookups;
  private final Counter unavailable;

  LookupMetrics(MeterRegistry registry) {
    lookups =
        Timer.builder("presence.lookups")
            .description("Duration of a lookup: state, sights, and last seen where needed")
            .register(registry);
    unavailable =
        Counter.builder("presence.lookups.unavailable")
            .description("Lookups without an answer, because something they need did not respond")
            .register(registry);
  }

  <T> T timed(Supplier<T> lookup) {
    Timer.Sample sample = Timer.start();
    try {
      return lookup.get();
    } finally {
      sample.stop(lookups);
    }
  }

  void unavailable() {
    unavailable.increment();
  }
}
