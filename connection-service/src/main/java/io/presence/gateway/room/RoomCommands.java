package io.presence.gateway.room;

import io.micronaut.scheduling.TaskExecutors;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Session;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what clients say about rooms. Blocks, on the connection's line. */
@Singleton
public final class RoomCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Subscriptions subscriptions;
  private final RoomTelling telling;
  private final FrameWriter frames;
  private final RoomMetrics metrics;
  private final ExecutorService blocking;
  private final int perSession;

  RoomCommands(
      Subscriptions subscriptions,
      RoomTelling telling,
      FrameWriter frames,
      RoomMetrics metrics,
      RoomSettings settings,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.subscriptions = subscriptions;
    this.telling = telling;
    this.frames = frames;
    this.metrics = metrics;
    this.blocking = blocking;
    this.perSession = settings.roomsPerSession();
    metrics.subscriptions(subscriptions);
  }

  /** Only for members; to others a room that exists is one that does not. */
  public void subscribe(Session session, RoomId room, @Nullable Object ref) {
    long begun = System.nanoTime();
    try {
      Subscription one = subscriptions.begin(room, session);
      if (one == null) {
        String limit = "a session may subscribe to at most %d rooms".formatted(perSession);
        error(session, ErrorCode.TOO_LARGE, limit, null, ref);
        return;
      }
      if (begin(one, ref)) {
        metrics.answered(System.nanoTime() - begun);
      } else {
        error(session, ErrorCode.FORBIDDEN, notIn(room), null, ref);
      }
    } catch (RoomUnavailableException e) {
      LOG.debug("No answer", e);
      metrics.unavailable();
      error(session, ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()), RETRY_MILLIS, ref);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      error(session, ErrorCode.UNAVAILABLE, "this server is going away", RETRY_MILLIS, ref);
    } catch (RuntimeException e) {
      LOG.error("Subscribing to a room failed", e);
      error(session, ErrorCode.UNAVAILABLE, "the server failed", RETRY_MILLIS, ref);
    }
  }

  /**
   * Whether they are in the room is asked once the subscription is there: who is removed later is
   * expelled when {@link RoomChanges} hears of it, and nobody falls in between.
   *
   * @return false when they are not, or not any more
   */
  private boolean begin(Subscription one, @Nullable Object ref)
      throws RoomUnavailableException, InterruptedException {
    one.turn.lock();
    try {
      Rooms.Membership membership = telling.membership(one.room, one.viewer());
      boolean told = membership.member() && telling.tell(one, membership.members(), ref);
      if (!told) {
        var _ = subscriptions.end(one);
      }
      return told;
    } finally {
      try {
        if (one.isEnded() || one.state() == Subscription.State.NEW) {
          var _ = subscriptions.end(one);
          telling.over(one);
        }
      } finally {
        one.turn.unlock();
      }
    }
  }

  /** Also for a room to which the session has not subscribed. */
  public void unsubscribe(Session session, RoomId room, @Nullable Object ref) {
    Subscription ended = subscriptions.end(room, session);
    if (ended != null) {
      over(ended);
    }
    session.channel().send(frames.ack(null, ref));
  }

  /** The session is at its end. Does not block. */
  public void left(Session session) {
    List<Subscription> rooms = subscriptions.of(session);
    if (!rooms.isEmpty()) {
      rooms.forEach(subscriptions::end);
      blocking.execute(() -> rooms.forEach(this::letGo));
    }
  }

  /** What goes wrong with one room must not keep the others. */
  private void letGo(Subscription one) {
    try {
      over(one);
    } catch (RuntimeException e) {
      LOG.warn("A subscription of room {} ends with its lease: {}", one.room, e.toString());
    }
  }

  /**
   * Somebody is in the room no longer, and is told so, last of all; but at once, although whoever
   * has the turn may be waiting for a count.
   */
  void expel(Subscription one) {
    if (!subscriptions.end(one)) {
      return;
    }
    boolean free = one.turn.tryLock();
    if (free) {
      one.turn.unlock();
      over(one);
    }
    error(one.session, ErrorCode.FORBIDDEN, notIn(one.room), null, null);
    if (!free) {
      over(one);
    }
  }

  private void over(Subscription ended) {
    ended.turn.lock();
    try {
      telling.over(ended);
    } finally {
      ended.turn.unlock();
    }
  }

  private static String notIn(RoomId room) {
    return "you are not in a room %s".formatted(room);
  }

  private void error(
      Session session, ErrorCode code, String why, @Nullable Long retry, @Nullable Object ref) {
    session.channel().send(frames.error(code, why, retry, ref));
  }
}
