package io.presence.gateway.watch;

import io.presence.contracts.UserId;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The door to explicit watching. Reasons of one session and subject are counted: the watch ends
 * with the last of them, or with the session.
 *
 * <p>To tell a session of people from now on: {@link #watch}, look them up, and {@code
 * tellWatched}; or {@link #unwatch} what was added, if they cannot be read.
 *
 * <p>What a session watches and which of its watches are known here change in one step, under the
 * session's lock: its rooms and its client watch and unwatch on threads of their own.
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
   * @throws StoreUnavailableException when the store does not answer; nothing has changed
   */
  public @Nullable Set<UserId> watch(
      Session session, WatchReason reason, Collection<UserId> subjects) {
    Set<UserId> added;
    CompletableFuture<@Nullable Void> known;
    synchronized (session) {
      added = session.watch(reason, subjects);
      if (added == null) {
        return null;
      }
      // Also those whom it watched before: their lease may just be on its way.
      known = leases.add(session, subjects);
    }
    try {
      known.join();
    } catch (CompletionException e) {
      unwatch(session, reason, added);
      throw e.getCause() instanceof StoreUnavailableException away ? away : e;
    }
    if (session.isEnded()) {
      end(session);
    }
    return added;
  }

  /** This reason is gone. Idempotent; does not block. */
  public void unwatch(Session session, WatchReason reason, Collection<UserId> subjects) {
    synchronized (session) {
      leases.remove(session, session.unwatch(reason, subjects));
    }
  }

  /** The session has ended, and with it all that it watched. Idempotent; does not block. */
  public void end(Session session) {
    synchronized (session) {
      leases.remove(session, session.watched());
    }
  }
}
