package io.presence.expiry.rooms;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rooms up to date, pass by pass, and tells each viewer as soon as what they are told is
 * certain.
 *
 * <p>A pass reads statuses, then whose graph has changed. Of everybody whose graph has not, the
 * status was read between two looks at the graph that agree: so nobody is counted by a status from
 * after they were hidden, nor by one from before they were shown. Whoever is doubtful is asked
 * about, for the next pass. A member whose graph changes without a pause delays only those who have
 * to do with them.
 *
 * <p>Blocks; confined to the thread of {@link RoomRounds}.
 */
@Singleton
final class RoomPasses {
  private static final Logger LOG = LoggerFactory.getLogger(RoomPasses.class);

  /** Of one round: a quiet room needs one, one that had something doubtful two. */
  private static final int MOST = 4;

  /** After so many rooms in a row it is not the rooms. */
  private static final int SILENT = 3;

  private final RoomNews news;
  private final RoomGraph graph;
  private final RoomTeller teller;
  private final RoomMetrics metrics;

  /** Rooms in a row that the friend graph did not answer about. */
  private int silent;

  RoomPasses(RoomNews news, RoomGraph graph, RoomTeller teller, RoomMetrics metrics) {
    this.news = news;
    this.graph = graph;
    this.teller = teller;
    this.metrics = metrics;
  }

  /**
   * Who waits for a count of these rooms is told; who cannot be told yet goes on waiting.
   *
   * @param all rooms of this worker, for each of which it is noted who changed
   * @param ticking those of the due whose turn it is, whether somebody asks or not
   * @throws HttpClientException when the friend graph does not answer at all
   */
  void tell(
      Collection<WatchedRoom> due,
      Collection<WatchedRoom> all,
      Set<WatchedRoom> ticking,
      long now) {
    if (!news.isWhole(all)) {
      due.forEach(room -> room.putOff(now + RoomRounds.PAUSE_MILLIS));
      return;
    }
    silent = 0;
    due.forEach(room -> room.begin(now));
    List<WatchedRoom> open =
        due.stream().sorted(Comparator.comparingInt(room -> room.failures)).toList();
    long asOf = 0;
    for (int pass = 1; pass <= MOST && !open.isEmpty(); pass++) {
      boolean first = pass == 1;
      long at = news.readStates(all);
      asOf = first ? at : asOf;
      List<WatchedRoom> again = new ArrayList<>();
      for (List<WatchedRoom> some : together(open)) {
        List<WatchedRoom> left = pass(some, all, first, asOf, now);
        if (left == null) {
          due.forEach(room -> room.putOff(now + RoomRounds.PAUSE_MILLIS));
          return;
        }
        again.addAll(left);
      }
      open = again;
    }
    metrics.late(open.stream().mapToInt(room -> room.awaiting().size()).sum());
    for (WatchedRoom room : due) {
      boolean well = !room.isPutOff(now);
      if (well && ticking.contains(room) && room.isLoaded()) {
        // For the next round: nobody waits for it.
        well = alone(room, now, () -> graph.repair(room));
      }
      if (well && room.failures > 0) {
        room.failures = 0;
        LOG.info("Room {} is counted again", room.room);
      }
    }
  }

  /**
   * Rooms that are held in memory are read at once. A room that has to be read whole is told before
   * the next is read, and last are those that failed the last time.
   */
  private static List<List<WatchedRoom>> together(List<WatchedRoom> rooms) {
    List<WatchedRoom> held = new ArrayList<>();
    List<List<WatchedRoom>> groups = new ArrayList<>();
    groups.add(held);
    for (WatchedRoom room : rooms) {
      if (room.isLoaded() && room.failures == 0) {
        held.add(room);
      } else {
        groups.add(List.of(room));
      }
    }
    return groups;
  }

  /**
   * Tells who can be told; what is left is doubtful, and asked about.
   *
   * @return the rooms for which somebody goes on waiting; null when what was read does not count
   */
  private @Nullable List<WatchedRoom> pass(
      List<WatchedRoom> some, Collection<WatchedRoom> all, boolean first, long asOf, long now) {
    List<WatchedRoom> read =
        some.stream().filter(room -> alone(room, now, () -> read(room))).toList();
    if (read.isEmpty()) {
      return List.of();
    }
    news.readGraphs(all);
    if (!news.isWhole(all)) {
      return null;
    }
    List<WatchedRoom> again = new ArrayList<>();
    for (WatchedRoom room : read) {
      Runnable step = first ? () -> begin(room, asOf, now) : () -> goOn(room, asOf, now);
      if (alone(room, now, step) && room.isAwaited()) {
        again.add(room);
      }
    }
    return again;
  }

  /**
   * Nobody is told before it is known who joined and left since the last round; whoever does later
   * is a member, or none, as of this round.
   */
  private void begin(WatchedRoom room, long asOf, long now) {
    room.certify(now);
    boolean certain = graph.settle(room);
    if (graph.complete(room, now) && certain) {
      tell(room, asOf);
    }
    graph.relate(room, room.awaiting());
  }

  private void goOn(WatchedRoom room, long asOf, long now) {
    room.certify(now);
    tell(room, asOf);
    if (room.isAwaited()) {
      var _ = graph.settle(room);
      graph.relate(room, room.awaiting());
    }
  }

  private void read(WatchedRoom room) {
    if (room.isLoaded()) {
      graph.statuses(room);
    } else {
      graph.load(room);
      metrics.loaded();
    }
  }

  private void tell(WatchedRoom room, long asOf) {
    long begun = System.nanoTime();
    Map<GatewayId, Set<UserId>> watching = room.takeCertain(room.late);
    if (!watching.isEmpty()) {
      teller.tell(room, watching, asOf, false);
      metrics.ticked(System.nanoTime() - begun);
    }
    teller.tell(room, room.takeCertain(room.asking), asOf, true);
  }

  /**
   * What goes wrong with one room is its own, and it is tried again later. Only a store that does
   * not answer ends the round, and a friend graph that answers about no room.
   */
  private boolean alone(WatchedRoom room, long now, Runnable step) {
    try {
      step.run();
      silent = 0;
      return true;
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      metrics.failed();
      boolean answered =
          !(e instanceof HttpClientException) || e instanceof HttpClientResponseException;
      room.failed(now, RoomRounds.PAUSE_MILLIS, answered);
      if (room.failures == 1) {
        LOG.warn(
            "Room {} cannot be counted, and is tried again until it can: does friend-graph-service"
                + " answer about it?",
            room.room,
            e);
      }
      silent = answered ? 0 : silent + 1;
      if (silent >= SILENT) {
        throw e;
      }
      return false;
    }
  }
}
