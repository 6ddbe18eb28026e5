package io.presence.gateway.life;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.GatewayId;
import io.presence.gateway.channel.Channels;
import io.presence.store.Gateways;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this gateway lives: before its first client, then every fifth of the time that counts.
 */
@Context
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final long INTERVAL_MILLIS = Gateways.ALIVE_MILLIS / 5;
  private static final long LAST_WORD_MILLIS = 1_000;

  private final GatewayId self;
  private final Gateways gateways;
  private final Channels channels;
  private final Gate gate;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("presence-announcer").factory());
  private boolean failing;

  Announcer(GatewayId self, PresenceStore store, Channels channels, Gate gate) {
    this.self = self;
    this.gateways = store.gateways();
    this.channels = channels;
    this.gate = gate;
    var _ =
        thread.scheduleWithFixedDelay(this::announce, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void announce() {
    try {
      gateways.announce(self, channels.count());
      gate.announced();
      if (failing) {
        failing = false;
        LOG.info("{} is announced again", self);
      }
    } catch (StoreUnavailableException e) {
      if (!failing) {
        failing = true;
        LOG.warn(
            "{} cannot be announced, after {} ms nobody delivers to it; is Redis up at REDIS_URIS?",
            self,
            Gateways.ALIVE_MILLIS,
            e);
      }
    } catch (RuntimeException e) {
      LOG.error("{} cannot be announced; tried again in {} ms", self, INTERVAL_MILLIS, e);
    }
  }

  /** Nobody delivers to this gateway any more. */
  void withdraw() {
    thread.shutdownNow();
    try {
      // An announcement under way must not come after the withdrawal.
      var _ = thread.awaitTermination(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      gateways.withdraw(self);
    } catch (StoreUnavailableException e) {
      LOG.warn("{} could not be withdrawn; it is forgotten in {} ms", self, Gateways.ALIVE_MILLIS);
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
