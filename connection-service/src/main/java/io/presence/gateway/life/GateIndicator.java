package io.presence.gateway.life;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready is: takes clients. */
@Singleton
@Readiness
final class GateIndicator implements HealthIndicator {
  private final Gate gate;

  GateIndicator(Gate gate) {
    this.gate = gate;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("gateway", gate.isOpen() ? HealthStatus.UP : HealthStatus.DOWN)
            .build());
  }
}
