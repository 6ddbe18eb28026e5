package io.presence.expiry.rooms;

import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final RoomNews news;
  private final RoomGraph graph;
  private final RoomTeller teller;
  private final RoomMetrics metrics;

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
   */
  void tell(
      Collection<WatchedRoom> due,
      Collection<WatchedRoom> all,
      Set<WatchedRoom> ticking,
      long now) {
    List<WatchedRoom> open = List.copyOf(due);
    open.forEach(WatchedRoom::begin);
    long asOf = 0;
    for (int pass = 1; pass <= MOST && !open.isEmpty(); pass++) {
      boolean first = pass == 1;
      long at = news.readStates(all);
      asOf = first ? at : asOf;
      open =
          open.stream()
              .filter(room -> alone(room, now, () -> read(room, first && ticking.contains(room))))
              .toList();
      news.readGraphs(all);
      open = again(open, first, asOf, now);
    }
    metrics.late(open.stream().mapToInt(room -> room.awaiting().size()).sum());
  }

  /** Tells who can be told; what is left is doubtful, and asked about. */
  private List<WatchedRoom> again(List<WatchedRoom> open, boolean first, long asOf, long now) {
    List<WatchedRoom> again = new ArrayList<>();
    for (WatchedRoom room : open) {
      Runnable step = first ? () -> begin(room, asOf, now) : () -> goOn(room, asOf);
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
    room.certify();
    boolean certain = graph.settle(room);
    if (graph.complete(room, now) && certain) {
      tell(room, asOf);
    }
    graph.relate(room, room.awaiting());
  }

  private void goOn(WatchedRoom room, long asOf) {
    room.certify();
    tell(room, asOf);
    if (room.isAwaited()) {
      var _ = graph.settle(room);
      graph.relate(room, room.awaiting());
    }
  }

  private void read(WatchedRoom room, boolean repair) {
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
   * A room that the friend graph has trouble with holds up no other; a friend graph that does not
   * answer at all ends the round.
   */
  private boolean alone(WatchedRoom room, long now, Runnable step) {
    try {
      step.run();
      return true;
    } catch (HttpClientResponseException e) {
      metrics.failed();
      LOG.warn(
          "Room {} cannot be counted, tried again in {} ms", room.room, RoomRounds.PAUSE_MILLIS, e);
      room.putOff(now + RoomRounds.PAUSE_MILLIS);
      return false;
    }
  }
}
