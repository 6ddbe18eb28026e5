package io.presence.gateway.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.presence.gateway.delivery.Deliveries;
import io.presence.gateway.repair.Repair;
import io.presence.gateway.repair.RepairMetrics;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** How this gateway's own part of the product is. Says so and decides nothing: it is always up. */
@Singleton
final class PresenceIndicator implements HealthIndicator {
  private final Degradation degradation;
  private final Deliveries deliveries;
  private final Repair repair;
  private final RepairMetrics metrics;

  PresenceIndicator(
      Degradation degradation, Deliveries deliveries, Repair repair, RepairMetrics metrics) {
    this.degradation = degradation;
    this.deliveries = deliveries;
    this.repair = repair;
    this.metrics = metrics;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Level level = degradation.level();
    return Publishers.just(
        HealthResult.builder("presence", HealthStatus.UP)
            .details(
                Map.of(
                    "level", level.word(),
                    "reason", level.reason(),
                    "deliveries_lag_ms", deliveries.lagMillis(),
                    "repair_mismatches", metrics.mismatches(),
                    "repairing_everything", repair.isWalking()))
            .build());
  }
}
