package io.presence.gateway.room;

import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.TaskExecutors;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People join and leave: their rooms' subscribers here are told. Each room by itself, so that one
 * that has to wait holds up no other; what comes while it is looked at is one more look at it,
 * however much that is. Bounded by the rooms that somebody here subscribes to.
 */
@Context
public final class RoomChanges {
  private static final Logger LOG = LoggerFactory.getLogger(RoomChanges.class);

  /** Between two looks at a room: people come in crowds. */
  private static final long PAUSE_MILLIS = 100;

  private static final long RETRY_MILLIS = 1_000;

  /** Questions to friend-graph-service, of all rooms. */
  private static final int ASKING_AT_ONCE = 16;

  private final Subscriptions subscriptions;
  private final RoomTelling telling;
  private final RoomCommands commands;
  private final ExecutorService blocking;
  private final Semaphore asking = new Semaphore(ASKING_AT_ONCE);
  private final AtomicLong looks = new AtomicLong();

  /** The rooms that are being looked at. */
  private final Set<RoomId> busy = new HashSet<>();

  /** Those that are to be looked at once more, with those who may have come or gone. */
  private final Map<RoomId, Set<UserId>> moved = new HashMap<>();

  RoomChanges(
      Subscriptions subscriptions,
      RoomTelling telling,
      RoomCommands commands,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.blocking = blocking;
    this.subscriptions = subscriptions;
    this.telling = telling;
    this.commands = commands;
  }

  /** Somebody has joined or left. Never blocks. */
  public void changed(RoomId room, UserId user) {
    if (subscriptions.has(room)) {
      add(room, Set.of(user));
    }
  }

  /** Nothing has said so, but these may have left, and others have come or gone. Never blocks. */
  void lookAgain(RoomId room, Set<UserId> left) {
    if (subscriptions.has(room)) {
      add(room, left);
    }
  }

  private synchronized void add(RoomId room, Set<UserId> users) {
    moved.computeIfAbsent(room, key -> new HashSet<>()).addAll(users);
    if (busy.add(room)) {
      blocking.execute(() -> run(room));
    }
  }

  /** Null, and the room is left alone, when there is nothing more to look at. */
  private synchronized @Nullable Set<UserId> take(RoomId room) {
    Set<UserId> users = moved.remove(room);
    if (users == null) {
      busy.remove(room);
    }
    return users;
  }

  private void run(RoomId room) {
    try {
      for (Set<UserId> users = take(room); users != null; users = take(room)) {
        Thread.sleep(look(room, users) ? PAUSE_MILLIS : RETRY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return false when it must be tried again, and will be
   */
  private boolean look(RoomId room, Set<UserId> users) throws InterruptedException {
    long number = looks.incrementAndGet();
    try {
      Rooms.MembersPage now = asking(() -> telling.members(room));
      for (Subscription one : subscriptions.of(room)) {
        boolean mayHaveLeft = users.contains(one.viewer()) || RoomTelling.lacks(now, one.viewer());
        if (mayHaveLeft || !telling.staysCounted(one, now)) {
          blocking.execute(() -> attempt(one, mayHaveLeft, now, number));
        }
      }
      return true;
    } catch (RoomUnavailableException e) {
      LOG.debug("Subscribers of a room wait: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A room cannot be looked at, tried again in {} ms", RETRY_MILLIS, e);
    }
    if (subscriptions.has(room)) {
      add(room, users);
    }
    return false;
  }

  private void attempt(Subscription one, boolean mayHaveLeft, Rooms.MembersPage now, long number) {
    try {
      if (!look(one, mayHaveLeft, now, number)) {
        Thread.sleep(RETRY_MILLIS);
        if (!one.isEnded()) {
          add(one.room, Set.of(one.viewer()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return false when it must be tried again
   */
  private boolean look(Subscription one, boolean mayHaveLeft, Rooms.MembersPage now, long number)
      throws InterruptedException {
    try {
      if (mayHaveLeft && !asking(() -> telling.membership(one.room, one.viewer())).member()) {
        commands.expel(one);
        return true;
      }
      return update(one, now, number);
    } catch (RoomUnavailableException e) {
      LOG.debug("A subscriber of a room waits: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A subscriber of a room could not be told, tried again in {} ms", RETRY_MILLIS, e);
    }
    return false;
  }

  private boolean update(Subscription one, Rooms.MembersPage now, long number)
      throws RoomUnavailableException, InterruptedException {
    // Whoever has the turn may be waiting for a count.
    if (!one.turn.tryLock()) {
      return false;
    }
    try {
      // Whoever is new is told by their command, which has not begun to ask yet.
      boolean told = !one.isEnded() && one.state() != Subscription.State.NEW;
      if (told && one.isNewer(number) && !telling.update(one, now)) {
        commands.expel(one);
      }
      return true;
    } finally {
      one.turn.unlock();
    }
  }

  private interface Question<T> {
    T ask() throws RoomUnavailableException;
  }

  private <T> T asking(Question<T> question) throws RoomUnavailableException, InterruptedException {
    asking.acquire();
    try {
      return question.ask();
    } finally {
      asking.release();
    }
  }
}
