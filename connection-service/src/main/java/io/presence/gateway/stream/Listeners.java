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

  int of(UserId user) {
    return streams.getOrDefault(user, 0);
  }

  /**
   * One more stream of the user; from the return on, changes come here. Blocks.
   *
   * @throws StoreUnavailableException when the store did not take it; then it does not count
   */
  void add(UserId user) {
    gateways.listen(self, List.of(user));
    streams.merge(user, 1, Integer::sum);
  }

  /** One stream less. The entry in the store runs out by itself. */
  void remove(UserId user) {
    streams.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
  }

  private void renew() {
    try {
      List<UserId> users = new ArrayList<>(streams.keySet());
      for (int from = 0; from < users.size(); from += PAGE) {
        gateways.listen(self, users.subList(from, Math.min(from + PAGE, users.size())));
      }
    } catch (StoreUnavailableException e) {
      LOG.warn(
          "who has streams here cannot be entered; is Redis up at REDIS_URIS? Tried again in {} ms",
          INTERVAL_MILLIS,
          e);
    } catch (RuntimeException e) {
      LOG.error("who has streams here cannot be entered; tried again in {} ms", INTERVAL_MILLIS, e);
    }
  }
}
