package io.presence.gateway.watch;

import io.presence.contracts.PresenceView;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How a session comes to watch people: it watches them, then is told how they are, so that no
 * change falls in between. All of them or none. Blocks; asks as every lookup does.
 */
@Singleton
public final class WatchedPeople {
  private final Lookup lookup;
  private final Watching watching;

  WatchedPeople(Lookup lookup, Watching watching) {
    this.lookup = lookup;
    this.watching = watching;
  }

  /**
   * The session watches these from here on, and is told them.
   *
   * @param encode makes the frame that tells them
   * @return false, and nothing has changed, when the session would subscribe to more than {@link
   *     Session#MAX_SUBSCRIPTIONS}
   * @throws LookupUnavailableException when not all of them can be watched and read; nothing has
   *     changed
   */
  public boolean watch(
      Session session,
      WatchReason reason,
      Collection<UserId> subjects,
      Function<List<PresenceView>, byte[]> encode)
      throws LookupUnavailableException, InterruptedException {
    Set<UserId> added;
    try {
      added = watching.watch(session, reason, subjects);
    } catch (StoreUnavailableException e) {
      throw new LookupUnavailableException("nobody can be watched right now", e);
    }
    if (added == null) {
      return false;
    }
    boolean told = false;
    try {
      Found found = lookup.look(session.user(), subjects);
      if (!found.missing().isEmpty()) {
        throw new LookupUnavailableException("not all of these people can be read right now", null);
      }
      List<PresenceView> views =
          found.seen().stream().map(seen -> seen.view(session.live(seen))).toList();
      session.tellWatched(encode.apply(views), views);
      told = true;
    } finally {
      if (!told) {
        watching.unwatch(session, reason, added);
      }
    }
    return true;
  }

  /** This reason to watch them is gone. Does not block. */
  public void unwatch(Session session, WatchReason reason, Collection<UserId> subjects) {
    watching.unwatch(session, reason, subjects);
  }
}
