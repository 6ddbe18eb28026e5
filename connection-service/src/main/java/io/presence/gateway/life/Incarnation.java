package io.presence.gateway.life;

import io.micronaut.context.annotation.Factory;
import io.presence.contracts.GatewayId;
import jakarta.inject.Singleton;

/** A restart is another gateway: nothing meant for the one before reaches it. */
@Factory
final class Incarnation {
  @Singleton
  GatewayId gatewayId() {
    return GatewayId.random();
  }
}
