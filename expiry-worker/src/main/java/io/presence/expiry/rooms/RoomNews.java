package io.presence.expiry.rooms;

import io.presence.contracts.UserId;
import io.presence.store.Epochs;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed since the last look, for all rooms at once. Blocks; confined to the thread of {@link
 * RoomRounds}.
 */
@Singleton
final class RoomNews {
  private static final Logger LOG = LoggerFactory.getLogger(RoomNews.class);

  private final Epochs epochs;
  private final RecentChanges recent;
  private final Noted states = new Noted();
  private final Noted graphs = new Noted();
  private boolean whole = true;

  RoomNews(PresenceStore store) {
    this.recent = store.recentChanges();
    this.epochs = store.epochs();
  }

  /**
   * Whether the store holds everybody: what was read of it before this was asked counts. After it
   * was emptied, those who are missing in it are unknown, not offline, until their sessions could
   * be renewed; and nobody knows what of it changed, so that everything must be read again.
   */
  boolean isWhole(Collection<WatchedRoom> rooms) {
    Epochs.Look look = epochs.look();
    boolean now = look.whole() && !look.anew() && look.uncertainMillis() == 0;
    if (!now) {
      rooms.forEach(WatchedRoom::forget);
      if (whole) {
        LOG.warn(
            "The store was emptied, or does not answer in part: rooms are not counted until missing"
                + " means offline again");
      }
    }
    whole = now;
    return now;
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
