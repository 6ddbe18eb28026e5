package io.presence.gateway.stream;

import io.presence.contracts.CloseCode;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.EventStream;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.session.Identity;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import io.presence.store.StoreUnavailableException;
import io.presence.web.Tokens.Verified;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream from its beginning to its end. It begins when the server asks for its first event, on
 * a virtual thread; it ends once, whoever ends it. It counts as one of its user's from before its
 * beginning to its end ({@link Listeners#reserve}). What fails on the way ends it, and says so.
 */
final class Stream implements EventStream.Life {
  private static final Logger LOG = LoggerFactory.getLogger(Stream.class);

  private final Streams shared;
  private final Verified token;
  private final Wanted wanted;
  private @Nullable Session session;
  private boolean ended;

  Stream(Streams shared, Verified token, Wanted wanted) {
    this.shared = shared;
    this.token = token;
    this.wanted = wanted;
  }

  /**
   * Whom the stream is about.
   *
   * @param subjects people besides, contacts or not
   */
  record Wanted(Watch watch, List<UserId> subjects) {}

  @Override
  public void begun(EventStream stream) {
    shared.blocking.execute(() -> {
      try {
        begin(stream);
      } catch (RuntimeException | Error e) {
        LOG.error("A stream is ended because beginning it failed", e);
        stream.close(CloseCode.OVERLOADED);
      }
    });
  }

  private void begin(EventStream stream) {
    Session viewer = new Session(identity(), stream, shared.timing, shared.clock.millis());
    // It cannot show a fresh token: nobody asks it to.
    viewer.tokenExpires(token.expires(), null);
    try {
      if (!register(stream, viewer)) {
        return;
      }
      var own = shared.own.of(viewer.user());
      viewer.sawMe(own.version());
      viewer.greet(shared.greeting(viewer, own.me()), own.me());
    } catch (LookupUnavailableException | StoreUnavailableException e) {
      LOG.debug("A stream cannot begin", e);
      stream.close(CloseCode.OVERLOADED);
      return;
    }
    shared.snapshot.send(viewer);
    subscribe(viewer);
  }

  /** After the contacts, as if the client of a socket had asked for them then. */
  private void subscribe(Session viewer) {
    if (wanted.subjects().isEmpty()) {
      return;
    }
    try {
      // One question asks for no more than a session may subscribe to.
      var _ =
          shared.people.watch(
              viewer,
              WatchReason.SUBSCRIBED,
              wanted.subjects(),
              views -> shared.frames.info(views, null));
    } catch (LookupUnavailableException e) {
      LOG.debug("A stream cannot begin", e);
      viewer.channel().close(CloseCode.OVERLOADED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      viewer.channel().close(CloseCode.OVERLOADED);
    }
  }

  /**
   * Enters it here and in the store, before anything is read for it.
   *
   * @return false when it has ended meanwhile
   */
  private boolean register(EventStream stream, Session viewer) {
    synchronized (this) {
      if (ended) {
        return false;
      }
      session = viewer;
      shared.sessions.add(viewer);
      shared.channels.add(stream);
    }
    shared.listeners.enter(viewer.user());
    synchronized (this) {
      return !ended;
    }
  }

  @Override
  public void ended() {
    Session last;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      last = session;
    }
    shared.listeners.release(token.caller().userId());
    if (last != null) {
      last.end();
      shared.sessions.remove(last);
      shared.watching.end(last);
      shared.channels.remove(last.channel());
    }
  }

  /** A stream is no device: nobody ever sees this one. */
  private Identity identity() {
    return new Identity(
        token.caller().userId(),
        new DeviceId(SessionId.random().value()),
        DeviceType.WEB,
        null,
        wanted.watch());
  }
}
