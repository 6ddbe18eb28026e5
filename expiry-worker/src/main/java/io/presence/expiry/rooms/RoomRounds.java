package io.presence.expiry.rooms;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.expiry.sweep.Ownership;
import io.presence.store.PresenceStore;
import io.presence.store.RoomWatches;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of this worker's shards that somebody watches, counted round by round on one thread. A
 * round is made when somebody asks or a room's interval is over; one look at what changed serves
 * all rooms in it.
 */
@Singleton
public final class RoomRounds implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(RoomRounds.class);

  /** After a failure. */
  static final long PAUSE_MILLIS = 1_000;

  private final RoomWatches watches;
  private final Ownership ownership;
  private final RoomPasses passes;
  private final RoomSettings settings;
  private final RoomMetrics metrics;
  private final Thread thread;
  private final Map<RoomId, WatchedRoom> rooms = new HashMap<>();
  private final Questions questions = new Questions();
  private Set<ShardId> discovered = Set.of();
  private long nextDiscovery;
  private boolean answered = true;

  RoomRounds(
      PresenceStore store,
      Ownership ownership,
      RoomPasses passes,
      RoomSettings settings,
      RoomMetrics metrics) {
    this.watches = store.roomWatches();
    this.ownership = ownership;
    this.passes = passes;
    this.settings = settings;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().daemon().name("rooms").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(attempt() ? settings.roomAskIntervalMs() : PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attempt() {
    try {
      round();
      note(true, null);
      return true;
    } catch (StoreUnavailableException | HttpClientException e) {
      note(false, e);
    } catch (RuntimeException e) {
      metrics.failed();
      LOG.error("Counting rooms failed, tried again in {} ms", PAUSE_MILLIS, e);
    }
    return false;
  }

  private void round() {
    long now = nowMillis();
    Set<ShardId> owned = ownership.owned();
    rooms.keySet().removeIf(room -> !owned.contains(shardOf(room)));
    listen(owned, now);
    discover(owned, now);
    Set<WatchedRoom> ticking = tick(now);
    List<WatchedRoom> due = rooms.values().stream().filter(room -> room.isDue(now)).toList();
    if (!due.isEmpty()) {
      passes.tell(due, rooms.values(), ticking, now);
      metrics.round(TimeUnit.MILLISECONDS.toNanos(nowMillis() - now));
    }
    metrics.holding(
        rooms.size(),
        rooms.values().stream()
            .filter(WatchedRoom::isLoaded)
            .mapToInt(room -> room.picture().members())
            .sum());
  }

  /**
   * Whose turn it is. Who watches is asked before anything is read of a room: the index names it
   * for as long as its last lease would have lasted, and reading its members for nobody would be
   * dear.
   */
  private Set<WatchedRoom> tick(long now) {
    Set<WatchedRoom> ticking = new HashSet<>();
    for (WatchedRoom room : List.copyOf(rooms.values())) {
      if (room.isTick(now)) {
        room.tick(watches.watchers(room.room), now + settings.roomIntervalMs());
        ticking.add(room);
        if (!room.isAwaited()) {
          rooms.remove(room.room);
        }
      }
    }
    return ticking;
  }

  /** Who wants to be answered at once. */
  private void listen(Set<ShardId> owned, long now) {
    List<RoomWatches.Ask> fresh = questions.fresh(watches.asked(questions.since()));
    for (RoomWatches.Ask ask : fresh) {
      if (owned.contains(shardOf(ask.room()))) {
        metrics.asked(1);
        rooms
            .computeIfAbsent(
                ask.room(), room -> new WatchedRoom(room, now + settings.roomIntervalMs()))
            .asking
            .computeIfAbsent(ask.gateway(), gateway -> new HashSet<>())
            .add(ask.viewer());
      }
    }
  }

  /** Rooms that are watched and not counted here yet, since this worker has just become theirs. */
  private void discover(Set<ShardId> owned, long now) {
    if (owned.isEmpty() || (owned.equals(discovered) && now < nextDiscovery)) {
      return;
    }
    for (RoomId room : watches.watched(owned)) {
      rooms.computeIfAbsent(room, key -> new WatchedRoom(key, now));
    }
    discovered = owned;
    nextDiscovery = now + settings.roomDiscoveryMs();
  }

  private ShardId shardOf(RoomId room) {
    return ownership.sharding().shardOf(room);
  }

  /** After a failure everything is read again: nobody knows what the store has been through. */
  private void note(boolean ok, @org.jspecify.annotations.Nullable Exception why) {
    if (!ok) {
      metrics.failed();
      if (why instanceof StoreUnavailableException) {
        rooms.values().forEach(WatchedRoom::forget);
      }
    }
    if (ok != answered) {
      answered = ok;
      if (ok) {
        LOG.info("Rooms are counted again");
      } else {
        LOG.warn(
            "Rooms cannot be counted, their viewers are told nothing until they can: check REDIS_URIS,"
                + " PRESENCE_GRAPH_URL and PRESENCE_SERVICE_KEY",
            why);
      }
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
