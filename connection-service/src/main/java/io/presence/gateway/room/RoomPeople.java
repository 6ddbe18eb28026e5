package io.presence.gateway.room;

import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.session.Session;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How a session watches people because of a room. Blocks; asks as every lookup does. */
@Singleton
final class RoomPeople {
  private final Lookup lookup;

  RoomPeople(Lookup lookup) {
    this.lookup = lookup;
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
    if (!session.await(subjects)) {
      throw new RoomUnavailableException(
          "the session watches too many people to watch those of the room");
    }
    try {
      Found found = lookup.look(session.user(), subjects);
      if (found.missing().isEmpty()) {
        List<PresenceView> views =
            found.seen().stream().map(seen -> seen.view(seen.contact())).toList();
        session.tellWatched(encode.apply(views), views);
        return;
      }
    } catch (LookupUnavailableException e) {
      session.giveUp(subjects);
      throw new RoomUnavailableException(String.valueOf(e.getMessage()));
    }
    session.giveUp(subjects);
    throw new RoomUnavailableException("last seen cannot be read right now");
  }

  /** The room is no reason any more to watch these. */
  void unwatch(Session session, RoomId room, Collection<UserId> subjects) {
    // People who are no contacts are not live yet, and contacts stay so.
  }
}
