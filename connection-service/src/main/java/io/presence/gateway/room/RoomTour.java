package io.presence.gateway.room;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.gateway.repair.RepairSettings;
import jakarta.annotation.PreDestroy;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the rooms that somebody subscribes to here, a few in each round of the repair, and
 * has them looked at without a reason: who was removed, and nobody has heard of it, does not stay
 * subscribed forever (invariant Convergence). One room after the other, on one virtual thread.
 */
@Context
final class RoomTour {
  private static final Logger LOG = LoggerFactory.getLogger(RoomTour.class);

  private final Subscriptions subscriptions;
  private final RoomTelling telling;
  private final RoomChanges changes;
  private final int perRound;
  private final ArrayDeque<RoomId> ahead = new ArrayDeque<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("room-tour").factory());

  RoomTour(
      Subscriptions subscriptions,
      RoomTelling telling,
      RoomChanges changes,
      RepairSettings settings) {
    this.subscriptions = subscriptions;
    this.telling = telling;
    this.changes = changes;
    this.perRound = settings.unreasonedPerRound();
    long round = settings.roundMillis();
    var _ = thread.scheduleWithFixedDelay(this::round, round, round, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      if (ahead.isEmpty()) {
        ahead.addAll(subscriptions.rooms());
      }
      for (int i = 0; i < perRound && !ahead.isEmpty(); i++) {
        look(ahead.remove());
      }
    } catch (RoomUnavailableException e) {
      LOG.debug("The tour of rooms goes on in the next round: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The tour of rooms failed, and goes on in the next round", e);
    }
  }

  private void look(RoomId room) throws RoomUnavailableException {
    Set<UserId> viewers =
        subscriptions.of(room).stream().map(Subscription::viewer).collect(Collectors.toSet());
    changes.lookAgain(room, telling.outside(room, viewers));
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
