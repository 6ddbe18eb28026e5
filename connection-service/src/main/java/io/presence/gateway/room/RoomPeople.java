package io.presence.gateway.room;

import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import io.presence.gateway.watch.Watching;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How a session watches people because of a room. Blocks; asks as every lookup does. */
@Singleton
final class RoomPeople {
  private final Lookup lookup;
  private final Watching watching;

  RoomPeople(Lookup lookup, Watching watching) {
    this.lookup = lookup;
    this.watching = watching;
  }

  /**
   * The session watches these from here on, and is told them.
   *
   * @param encode makes the frame that tells them
   */
  void watch(
      Session session,
      RoomId room,
      Collection<UserId> subjects,
      Function<List<PresenceView>, byte[]> encode)
      throws RoomUnavailableException, InterruptedException {
    WatchReason reason = WatchReason.room(room);
    Set<UserId> added;
    try {
      added = watching.watch(session, reason, subjects);
    } catch (StoreUnavailableException e) {
      throw new RoomUnavailableException("nobody can be watched right now");
    }
    boolean told = false;
    try {
      Found found = lookup.look(session.user(), subjects);
      if (!found.missing().isEmpty()) {
        throw new RoomUnavailableException("not all members can be read right now");
      }
      List<PresenceView> views =
          found.seen().stream().map(seen -> seen.view(session.live(seen))).toList();
      session.tellWatched(encode.apply(views), views);
      told = true;
    } catch (LookupUnavailableException e) {
      throw new RoomUnavailableException(String.valueOf(e.getMessage()));
    } finally {
      if (!told && added != null) {
        watching.unwatch(session, reason, added);
      }
    }
  }

  /** The room is no reason any more to watch these. Does not block. */
  void unwatch(Session session, RoomId room, Collection<UserId> subjects) {
    watching.unwatch(session, WatchReason.room(room), subjects);
  }
}
