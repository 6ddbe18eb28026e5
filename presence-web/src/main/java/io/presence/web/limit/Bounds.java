package io.presence.web.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what is refused because a bound is reached: each in {@code presence_limit_rejected_total}
 * under its own key, so that whoever asks why something was refused finds it in one place.
 * Thread-safe.
 */
@Singleton
public final class Bounds {
  private final MeterRegistry registry;
  private final Map<Bound, Counter> refused = new ConcurrentHashMap<>();

  public Bounds(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Takes note of a service's bounds, so that every metric is there from the beginning. */
  public void declare(Bound... bounds) {
    for (Bound bound : bounds) {
      var _ = counter(bound);
    }
  }

  /** Something was refused. */
  public void refused(Bound bound) {
    counter(bound).increment();
  }

  /**
   * Counts, and makes what to throw: 409.
   *
   * @param detail names the bound, and what to do
   */
  public ProblemException reached(Bound bound, String detail) {
    refused(bound);
    return ProblemException.atBound(detail);
  }

  private Counter counter(Bound bound) {
    return refused.computeIfAbsent(
        bound,
        key ->
            Counter.builder("presence.limit.rejected")
                .description("Requests and frames refused because a limit was reached")
                .tag("limit", key.key())
                .register(registry));
  }
}
