package io.presence.gateway.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.presence.gateway.session.Session.Pushed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What became of pushes. */
@Singleton
final class DeliveryMetrics {
  private final Map<Pushed, Counter> pushes = new EnumMap<>(Pushed.class);
  private final Counter malformed;
  private final Timer latency;
  private final Timer offlineLag;
  private final MeterRegistry registry;

  DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    offlineLag =
        Timer.builder("presence.offline.lag")
            .description(
                "From the moment at which a silent session had to count as gone, by the clock of the"
                    + " subject's Redis node, until its viewers here were told")
            .serviceLevelObjectives(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    for (Pushed outcome : Pushed.values()) {
      pushes.put(
          outcome,
          Counter.builder("presence.pushes")
              .description("Pushes offered to sessions, by what became of them")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    latency =
        Timer.builder("presence.delivery.latency")
            .description(
                "From a change, by the clock of the subject's Redis node, to its forwarding to the"
                    + " sockets of this gateway")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
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

  /**
   * @param changedAtMillis the version of the change, which is when it was made
   */
  void forwarded(long changedAtMillis, long nowMillis) {
    latency.record(Math.max(0, nowMillis - changedAtMillis), TimeUnit.MILLISECONDS);
  }

  /** How the reader of deliveries is. */
  void reading(TailConsumer consumer) {
    Gauge.builder("presence.deliveries.lag", consumer, c -> c.lagMillis() / 1_000.0)
        .description("For how long a delivery has been waiting to be read")
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("presence.deliveries.skipped", consumer, TailConsumer::skips)
        .description("How often deliveries were skipped because they were too late")
        .register(registry);
  }

  void toldOffline(long deadlineMillis, long nowMillis) {
    offlineLag.record(Math.max(0, nowMillis - deadlineMillis), TimeUnit.MILLISECONDS);
  }

  void malformed() {
    malformed.increment();
  }
}
