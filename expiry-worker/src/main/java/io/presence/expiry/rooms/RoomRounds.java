package io.presence.expiry.rooms;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.expiry.sweep.Ownership;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import io.presence.store.RoomWatches;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the rooms of this worker's shards, round by round, on one thread. A round is made when
 * somebody asks or a room's interval is over; one look at what changed serves all rooms in it.
 */
@Singleton
public final class RoomRounds implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(RoomRounds.class);
  private static final long PAUSE_MILLIS = 1_000;

  /** Of one round: a quiet room needs one, one that had something doubtful two. */
  private static final int PASSES = 4;

  private final RoomWatches watches;
  private final RecentChanges recent;
  private final Ownership ownership;
  private final RoomGraph graph;
  private final RoomTeller teller;
  private final RoomSettings settings;
  private final RoomMetrics metrics;
  private final Thread thread;
  private final Map<RoomId, WatchedRoom> rooms = new HashMap<>();
  private final Questions questions = new Questions();
  private Set<ShardId> discovered = Set.of();
  private long nextDiscovery;
  private final Noted states = new Noted();
  private final Noted graphs = new Noted();
  private boolean answered = true;

  RoomRounds(
      PresenceStore store,
      Ownership ownership,
      RoomGraph graph,
      RoomTeller teller,
      RoomSettings settings,
      RoomMetrics metrics) {
    this.watches = store.roomWatches();
    this.recent = store.recentChanges();
    this.ownership = ownership;
    this.graph = graph;
    this.teller = teller;
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
    List<WatchedRoom> due =
        rooms.values().stream()
            .filter(room -> isTick(room, now) || !room.asking.isEmpty())
            .toList();
    if (!due.isEmpty()) {
      tell(due, now);
      metrics.round(TimeUnit.MILLISECONDS.toNanos(nowMillis() - now));
    }
    metrics.holding(
        rooms.size(),
        rooms.values().stream()
            .filter(WatchedRoom::isLoaded)
            .mapToInt(room -> room.picture().members())
            .sum());
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

  /**
   * Statuses, then graphs; what the graphs make doubtful is asked, and then all of it again. A room
   * is told when nothing was doubtful after its statuses were read: so nobody is counted by a
   * status from after they were hidden, nor by one from before they were shown.
   */
  private void tell(List<WatchedRoom> due, long now) {
    List<WatchedRoom> open = due.stream().filter(room -> isWatched(room, now)).toList();
    for (int pass = 0; pass < PASSES && !open.isEmpty(); pass++) {
      long asOf = readStates();
      boolean first = pass == 0;
      open =
          open.stream()
              .filter(
                  room -> alone(room, now, () -> readStatuses(room, first && isTick(room, now))))
              .toList();
      readGraphs();
      List<WatchedRoom> again = new ArrayList<>();
      for (WatchedRoom room : open) {
        var _ =
            alone(
                room,
                now,
                () -> {
                  if (graph.settle(room, viewers(room), now)) {
                    tell(room, asOf, now);
                  } else {
                    again.add(room);
                  }
                });
      }
      open = again;
    }
    // What is still doubtful is due in the next round, since nothing has said that it is not.
  }

  private static boolean isTick(WatchedRoom room, long now) {
    return room.nextTick <= now;
  }

  /**
   * Asked before anything is read of a room: the index names it for as long as its last lease would
   * have lasted, and reading its members for nobody would be dear.
   */
  private boolean isWatched(WatchedRoom room, long now) {
    room.viewers = isTick(room, now) ? watches.watchers(room.room) : Map.of();
    boolean watched = !room.viewers.isEmpty() || !room.asking.isEmpty();
    if (!watched) {
      rooms.remove(room.room);
    }
    return watched;
  }

  private void readStatuses(WatchedRoom room, boolean repair) {
    if (!room.isLoaded()) {
      graph.load(room);
      metrics.loaded();
      return;
    }
    if (repair) {
      graph.repair(room);
    }
    graph.statuses(room);
  }

  /** Who is told in this round. */
  private static Set<UserId> viewers(WatchedRoom room) {
    Set<UserId> viewers = everybody(room.viewers.values());
    viewers.addAll(everybody(room.asking.values()));
    return viewers;
  }

  /**
   * A room that the friend graph has trouble with holds up no other; a friend graph that does not
   * answer at all ends the round.
   */
  private boolean alone(WatchedRoom room, long now, Runnable step) {
    try {
      step.run();
      return true;
    } catch (HttpClientResponseException e) {
      metrics.failed();
      LOG.warn("Room {} cannot be counted, tried again in {} ms", room.room, PAUSE_MILLIS, e);
      room.asking.clear();
      room.nextTick = Math.max(room.nextTick, now + PAUSE_MILLIS);
      return false;
    }
  }

  /**
   * @return as of when the statuses are, at least
   */
  private long readStates() {
    long at = recent.now();
    boolean tooLate =
        at - Math.min(states.since(), graphs.since()) > RecentChanges.KEPT.toMillis() / 2;
    if (tooLate || rooms.values().stream().noneMatch(WatchedRoom::isLoaded)) {
      rooms.values().forEach(WatchedRoom::forget);
      states.restart(at);
      graphs.restart(at);
    } else {
      Set<UserId> changed = states.fresh(at, recent.states(states.since()));
      rooms.values().forEach(room -> room.statesChanged(changed));
    }
    return at;
  }

  private void readGraphs() {
    long at = recent.now();
    Set<UserId> changed = graphs.fresh(at, recent.graphs(graphs.since()));
    rooms.values().forEach(room -> room.graphsChanged(changed));
  }

  private void tell(WatchedRoom room, long asOf, long now) {
    long begun = System.nanoTime();
    if (isTick(room, now)) {
      room.keepOnly(viewers(room));
      teller.tell(room, room.viewers, asOf, false);
      room.nextTick = now + settings.roomIntervalMs();
      metrics.ticked(System.nanoTime() - begun);
    }
    if (!room.asking.isEmpty()) {
      teller.tell(room, room.asking, asOf, true);
      room.asking.clear();
    }
  }

  private static Set<UserId> everybody(Collection<Set<UserId>> groups) {
    Set<UserId> all = new HashSet<>();
    groups.forEach(all::addAll);
    return all;
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
