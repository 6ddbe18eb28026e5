package io.presence.expiry.rooms;

import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;

/**
 * Who changed since the last look, for all rooms at once. Blocks; confined to the thread of {@link
 * RoomRounds}.
 */
@Singleton
final class RoomNews {
  private final RecentChanges recent;
  private final Noted states = new Noted();
  private final Noted graphs = new Noted();

  RoomNews(PresenceStore store) {
    this.recent = store.recentChanges();
  }

  /**
   * Whose status is to be read again. After so long a pause that changes may be forgotten, and when
   * there is no room to compare with, everything is.
   *
   * @return as of when, epoch milliseconds of the store
   */
  long readStates(Collection<WatchedRoom> rooms) {
    long at = recent.now();
    boolean tooLate =
        at - Math.min(states.since(), graphs.since()) > RecentChanges.KEPT.toMillis() / 2;
    if (tooLate || rooms.stream().noneMatch(WatchedRoom::isLoaded)) {
      rooms.forEach(WatchedRoom::forget);
      states.restart(at);
      graphs.restart(at);
    } else {
      Set<UserId> changed = states.fresh(at, recent.states(states.since()));
      rooms.forEach(room -> room.statesChanged(changed));
    }
    return at;
  }

  /** Whose graph is doubtful. */
  void readGraphs(Collection<WatchedRoom> rooms) {
    long at = recent.now();
    Set<UserId> changed = graphs.fresh(at, recent.graphs(graphs.since()));
    rooms.forEach(room -> room.graphsChanged(changed));
  }
}
