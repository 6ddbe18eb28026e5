package io.presence.gateway.room;

import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.TaskExecutors;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People join and leave: their rooms' subscribers here are told. Room by room, the subscribers of
 * one at once; what comes while it works on a room is one more look at it, however much that is.
 * Bounded by the rooms that somebody here subscribes to.
 */
@Context
public final class RoomChanges {
  private static final Logger LOG = LoggerFactory.getLogger(RoomChanges.class);

  /** Between two looks: people come in crowds. */
  private static final long PAUSE_MILLIS = 100;

  private static final long RETRY_MILLIS = 1_000;

  private final Subscriptions subscriptions;
  private final RoomTelling telling;
  private final RoomCommands commands;
  private final Map<RoomId, Set<UserId>> waiting = new LinkedHashMap<>();
  private final ExecutorService blocking;
  private final Thread thread;

  RoomChanges(
      Subscriptions subscriptions,
      RoomTelling telling,
      RoomCommands commands,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.blocking = blocking;
    this.subscriptions = subscriptions;
    this.telling = telling;
    this.commands = commands;
    this.thread = Thread.ofVirtual().name("room-changes").start(this::run);
  }

  /** Somebody has joined or left. Never blocks. */
  public void changed(RoomId room, UserId user) {
    if (subscriptions.has(room)) {
      add(room, Set.of(user));
    }
  }

  private synchronized void add(RoomId room, Set<UserId> users) {
    waiting.computeIfAbsent(room, key -> new HashSet<>()).addAll(users);
    notifyAll();
  }

  private synchronized Map.Entry<RoomId, Set<UserId>> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    RoomId first = waiting.keySet().iterator().next();
    Set<UserId> users = waiting.remove(first);
    return Map.entry(first, users == null ? Set.of() : users);
  }

  private void run() {
    try {
      while (true) {
        Map.Entry<RoomId, Set<UserId>> next = take();
        Thread.sleep(look(next.getKey(), next.getValue()) ? PAUSE_MILLIS : RETRY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return false when some of it must be tried again, and will be
   */
  private boolean look(RoomId room, Set<UserId> users) throws InterruptedException {
    boolean done = true;
    try {
      Rooms.MembersPage now = telling.members(room);
      List<Callable<Boolean>> looks =
          subscriptions.of(room).stream()
              .filter(one -> users.contains(one.viewer()) || !telling.staysCounted(one, now))
              .<Callable<Boolean>>map(one -> () -> look(one, users.contains(one.viewer()), now))
              .toList();
      for (Future<Boolean> look : blocking.invokeAll(looks)) {
        done &= look.state() == Future.State.SUCCESS && look.resultNow();
      }
    } catch (RoomUnavailableException e) {
      LOG.debug("Subscribers of a room wait: {}", e.getMessage());
      done = false;
    }
    if (!done && subscriptions.has(room)) {
      add(room, users);
    }
    return done;
  }

  private boolean look(Subscription one, boolean mayHaveLeft, Rooms.MembersPage now)
      throws InterruptedException {
    one.turn.lock();
    try {
      if (one.isEnded()) {
        return true;
      }
      if (mayHaveLeft && !telling.membership(one.room, one.viewer()).member()) {
        commands.expel(one);
      } else {
        telling.update(one, now);
      }
      return true;
    } catch (RoomUnavailableException e) {
      LOG.debug("A subscriber of a room waits: {}", e.getMessage());
      return false;
    } catch (RuntimeException e) {
      LOG.error("A subscriber of a room could not be told, tried again in {} ms", RETRY_MILLIS, e);
      return false;
    } finally {
      one.turn.unlock();
    }
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
