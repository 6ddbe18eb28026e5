package io.presence.gateway.rest;

import io.presence.contracts.GatewayId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.Channels;
import io.presence.store.Gateways;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;

/** Counts over the whole deployment. Counting looks at every shard, so it is kept for a while. */
@Singleton
final class OnlineCount {
  static final long KEPT_MILLIS = 5_000;

  private final GatewayId self;
  private final Channels channels;
  private final Gateways gateways;
  private final PresenceReader reader;
  private final GatewayClock clock;
  private long online;
  private long countedAt = Long.MIN_VALUE / 2;

  OnlineCount(GatewayId self, Channels channels, PresenceStore store, GatewayClock clock) {
    this.self = self;
    this.channels = channels;
    this.gateways = store.gateways();
    this.reader = store.reader();
    this.clock = clock;
  }

  /** At most {@value #KEPT_MILLIS} ms old; those who ask while it is counted wait for the count. */
  synchronized long usersOnline() {
    long now = clock.millis();
    if (now - countedAt >= KEPT_MILLIS) {
      try {
        online = reader.countOnline();
      } catch (StoreUnavailableException e) {
        throw ProblemException.unavailable("presence cannot be counted right now", e);
      }
      countedAt = now;
    }
    return online;
  }

  /** As the gateways announced it last; of this one, as it is. */
  long connections() {
    try {
      return gateways.alive().stream()
          .mapToLong(alive -> alive.gateway().equals(self) ? channels.count() : alive.connections())
          .sum();
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable("gateways cannot be counted right now", e);
    }
  }
}
