package io.presence.expiry.fanout;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.presence.expiry.sweep.SweepMetrics;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** How this worker's own part of the product is. Says so and decides nothing: it is always up. */
@Singleton
final class PresenceIndicator implements HealthIndicator {
  private final SweepMetrics sweeps;
  private final FanOutMetrics fanOut;

  PresenceIndicator(SweepMetrics sweeps, FanOutMetrics fanOut) {
    this.sweeps = sweeps;
    this.fanOut = fanOut;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("presence", HealthStatus.UP)
            .details(
                Map.of(
                    "sweep_lag_ms", sweeps.lastLagMillis(),
                    "unconfirmed", sweeps.unconfirmed(),
                    "consumer_lag", fanOut.lag()))
            .build());
  }
}
