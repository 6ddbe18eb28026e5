package io.presence.gateway.stream;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Gateways;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has streams here, and how many; enters them in the store, every third of the time that an
 * entry counts. While the store does not answer, changes may miss this gateway once an entry has
 * run out.
 */
@Context
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final long INTERVAL_MILLIS = Gateways.LISTENING_MILLIS / 3;
  private static final int PAGE = 1_000;

  private final GatewayId self;
  private final Gateways gateways;
  private final ConcurrentHashMap<UserId, Integer> streams = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("presence-listeners").factory());

  /** On that thread. */
  private boolean failing;

  Listeners(GatewayId self, PresenceStore store) {
    this.self = self;
    this.gateways = store.gateways();
    var _ =
        thread.scheduleWithFixedDelay(
            this::renew, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }

  /**
   * One more stream of the user, from the moment at which it is asked for; {@link #release} ends
   * it.
   *
   * @return false if there are as many as there may be
   */
  boolean reserve(UserId user, int max) {
    AtomicBoolean reserved = new AtomicBoolean();
    streams.compute(
        user,
        (key, count) -> {
          int open = count == null ? 0 : count;
          reserved.set(open < max);
          return open < max ? Integer.valueOf(open + 1) : count;
        });
    return reserved.get();
  }

  /**
   * From the return on, changes of the user come here. Blocks.
   *
   * @throws StoreUnavailableException when the store did not take it
   */
  void enter(UserId user) {
    gateways.listen(self, List.of(user));
  }

  /** One stream less. The entry in the store runs out by itself. */
  void release(UserId user) {
    streams.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
  }

  private void renew() {
    try {
      List<UserId> users = new ArrayList<>(streams.keySet());
      for (int from = 0; from < users.size(); from += PAGE) {
        gateways.listen(self, users.subList(from, Math.min(from + PAGE, users.size())));
      }
      failing = false;
    } catch (RuntimeException e) {
      // The whole trace once: an outage has many attempts, and one cause.
      LOG.warn(
          "who has streams here cannot be entered; is Redis up at REDIS_URIS? Tried again in {} ms: {}",
          INTERVAL_MILLIS,
          e.toString(),
          failing ? null : e);
      failing = true;
    }
  }
}
