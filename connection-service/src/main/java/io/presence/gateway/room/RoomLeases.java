package io.presence.gateway.room;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.RoomWatches;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews in the store who watches a counted room here, in batches, every third of a lease, on one
 * virtual thread.
 */
@Context
final class RoomLeases {
  private static final Logger LOG = LoggerFactory.getLogger(RoomLeases.class);
  private static final long INTERVAL_MILLIS = RoomWatches.LEASE_MILLIS / 3;

  private final GatewayId self;
  private final RoomWatches watches;
  private final Subscriptions subscriptions;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("room-leases").factory());
  private boolean failing;

  RoomLeases(GatewayId self, PresenceStore store, Subscriptions subscriptions) {
    this.self = self;
    this.watches = store.roomWatches();
    this.subscriptions = subscriptions;
    var _ =
        thread.scheduleWithFixedDelay(
            this::renew, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    try {
      subscriptions.rooms().forEach(this::renew);
      failing = false;
    } catch (StoreUnavailableException e) {
      if (!failing) {
        failing = true;
        LOG.warn("Watched rooms cannot be renewed; is Redis up at REDIS_URIS?", e);
      }
    } catch (RuntimeException e) {
      LOG.error("Watched rooms cannot be renewed; tried again in {} ms", INTERVAL_MILLIS, e);
    }
  }

  private void renew(RoomId room) {
    List<UserId> viewers =
        subscriptions.of(room).stream()
            .filter(one -> one.state() != Subscription.State.PERSON_BY_PERSON)
            .map(Subscription::viewer)
            .distinct()
            .toList();
    for (int from = 0; from < viewers.size(); from += RoomWatches.MAX_VIEWERS) {
      int to = Math.min(from + RoomWatches.MAX_VIEWERS, viewers.size());
      watches.watch(room, self, viewers.subList(from, to));
    }
  }

  /** If nobody else here watches the room for this viewer, nobody counts it for them any more. */
  void release(RoomId room, UserId viewer) {
    boolean watched =
        subscriptions.of(room).stream()
            .filter(one -> one.state() != Subscription.State.PERSON_BY_PERSON)
            .anyMatch(one -> one.viewer().equals(viewer));
    if (!watched) {
      try {
        watches.unwatch(room, self, viewer);
      } catch (StoreUnavailableException e) {
        LOG.debug("What is not released lapses", e);
      }
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
