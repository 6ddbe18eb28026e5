package io.presence.gateway.watch;

import io.presence.contracts.UserId;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The door to explicit watching. Reasons of one session and subject are counted: the watch ends
 * with the last of them, or with the session.
 *
 * <p>To tell a session of people from now on: {@link #watch}, look them up, and {@code
 * tellWatched}; or {@link #unwatch} what was added, if they cannot be read.
 */
@Singleton
public final class Watching {
  private final Leases leases;

  Watching(Leases leases) {
    this.leases = leases;
  }

  /**
   * From here on every change of these reaches the session, which waits for their state to be told.
   * Blocks until the store knows.
   *
   * @return those whom this reason has added; null, and nothing has changed, when the session would
   *     subscribe to more than {@link Session#MAX_SUBSCRIPTIONS}
   * @throws io.presence.store.StoreUnavailableException when the store does not answer; nothing has
   *     changed
   */
  public @Nullable Set<UserId> watch(
      Session session, WatchReason reason, Collection<UserId> subjects) {
    Set<UserId> added = session.watch(reason, subjects);
    if (added == null) {
      return null;
    }
    try {
      // Also those whom it watched before: their lease may just be on its way.
      leases.add(session, subjects);
    } catch (RuntimeException e) {
      unwatch(session, reason, added);
      throw e;
    }
    if (session.isEnded()) {
      end(session);
    }
    return added;
  }

  /** This reason is gone. Idempotent; does not block. */
  public void unwatch(Session session, WatchReason reason, Collection<UserId> subjects) {
    leases.remove(session, session.unwatch(reason, subjects));
  }

  /** The session has ended, and with it all that it watched. Idempotent; does not block. */
  public void end(Session session) {
    leases.remove(session, session.watched());
  }
}
