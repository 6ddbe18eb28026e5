package io.presence.gateway.socket;

import io.presence.contracts.ErrorCode;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.lookup.Seen;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Session;
import io.presence.gateway.watch.LookAgain;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows {@code authenticated}: the state of all contacts, in frames of at most 500, the last
 * one marked; an empty one when there is nobody to tell of, as for a session that watches only what
 * it subscribes to.
 *
 * <p>Blocks; each runs on a virtual thread of its own. The next page is read only when the client's
 * socket has taken the one before. While something that it needs does not answer, it waits and
 * tries again as long as the session lives; contacts whose last seen cannot be had come last, so
 * that they hold up nobody else.
 */
@Singleton
public final class Snapshot {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
  private static final int PAGE = Sights.ContactsPage.MAX_LIMIT;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Lookup lookup;
  private final LookAgain again;
  private final FrameWriter frames;

  Snapshot(Lookup lookup, LookAgain again, FrameWriter frames) {
    this.lookup = lookup;
    this.again = again;
    this.frames = frames;
  }

  public void send(Session session) {
    try {
      if (session.identity().watch() == Watch.SUBSCRIPTIONS) {
        session.tellLast(frames.snapshot(List.of(), true), List.of());
      } else {
        sendContacts(session);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("A snapshot failed; its client is told to come back", e);
      session.channel().close(io.presence.contracts.CloseCode.OVERLOADED);
    }
  }

  private void sendContacts(Session session) throws InterruptedException {
    Patience patience = new Patience(session);
    List<UserId> missing = new ArrayList<>();
    UserId after = null;
    boolean more = true;
    while (more && !session.isEnded()) {
      try {
        Sights.ContactsPage page = lookup.contacts(session.user(), PAGE, after);
        Found found = lookup.look(session.user(), ids(page));
        missing.addAll(found.missing());
        after = page.next();
        more = after != null;
        tell(session, found, !more && missing.isEmpty());
        patience.rewarded();
      } catch (LookupUnavailableException e) {
        patience.tried(e);
      }
    }
    while (!missing.isEmpty() && !session.isEnded()) {
      patience.tried(null);
      try {
        List<UserId> next = missing.subList(0, Math.min(PAGE, missing.size()));
        Found found = lookup.look(session.user(), List.copyOf(next));
        next.clear();
        missing.addAll(found.missing());
        tell(session, found, missing.isEmpty());
      } catch (LookupUnavailableException e) {
        LOG.debug("A snapshot waits: {}", e.getMessage());
      }
    }
  }

  private static List<UserId> ids(Sights.ContactsPage page) {
    return page.items().stream().map(Sights.Item::userId).toList();
  }

  /** Tells those who are still contacts: the sights say so, they were read after the page. */
  private void tell(Session session, Found found, boolean last) throws InterruptedException {
    List<PresenceView> views =
        found.seen().stream()
            .filter(Seen::contact)
            .map(seen -> seen.view(session.live(seen)))
            .toList();
    byte[] frame = frames.snapshot(views, last);
    if (last) {
      session.tellLast(frame, views);
    } else if (!views.isEmpty()) {
      session.tellWatched(frame, views);
    }
    // The client may have subscribed to somebody since it was decided that they are not live.
    Set<UserId> subscribed =
        views.stream()
            .filter(view -> !view.live() && session.watches(view.userId()))
            .map(PresenceView::userId)
            .collect(Collectors.toSet());
    if (!subscribed.isEmpty()) {
      again.lookAgain(session.user(), subscribed);
    }
    session.channel().written().join();
  }

  /** Waiting for what does not answer; the client is told once each time it begins. */
  private final class Patience {
    private final Session session;
    private int attempts;

    Patience(Session session) {
      this.session = session;
    }

    void tried(@Nullable LookupUnavailableException cause) throws InterruptedException {
      if (attempts == 0) {
        LOG.debug("A snapshot waits", cause);
        session
            .channel()
            .send(
                frames.error(
                    ErrorCode.UNAVAILABLE,
                    "not all contacts can be read right now; the rest follows without asking",
                    null,
                    null));
      }
      long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts, 10));
      attempts++;
      Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }

    void rewarded() {
      attempts = 0;
    }
  }
}
