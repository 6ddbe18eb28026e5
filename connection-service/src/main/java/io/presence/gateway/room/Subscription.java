package io.presence.gateway.room;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One session's subscription to one room. Whoever changes how it is told holds its {@link #turn},
 * over the questions that this takes; forwarding does not, and reads what is volatile.
 */
final class Subscription {
  final RoomId room;
  final Session session;
  final ReentrantLock turn = new ReentrantLock();

  /** Of this subscription alone: its late end is not that of a newer one to the same room. */
  final WatchReason reason = WatchReason.room();

  private volatile State state = State.NEW;

  private volatile boolean ended;

  /** The version of the last count that it was told. */
  private long told;

  /** The newest look at the room that it has seen. */
  private long looked;

  /** In a small room, the others: whom it watches because of the room. */
  private Set<UserId> others = Set.of();

  /** How a session is told of a room. */
  enum State {
    /** It waits for its first answer. */
    NEW,
    COUNTED,
    PERSON_BY_PERSON
  }

  Subscription(RoomId room, Session session) {
    this.room = room;
    this.session = session;
  }

  UserId viewer() {
    return session.user();
  }

  State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }

  boolean isEnded() {
    return ended;
  }

  /** When this has returned, no count is sent any more. */
  synchronized void end() {
    ended = true;
  }

  Set<UserId> others() {
    return others;
  }

  void others(Set<UserId> now) {
    others = Set.copyOf(now);
  }

  /**
   * A look at the room is about to be told; with the {@link #turn}.
   *
   * @param number of looks that began one after the other
   * @return false when a newer one was told
   */
  boolean isNewer(long number) {
    if (number < looked) {
      return false;
    }
    looked = number;
    return true;
  }

  /**
   * Sends a count, unless a newer one was sent before, as when a room changes its owner, or the
   * subscription has ended. One at a time, so that nothing is sent after the end.
   *
   * @param version as of when the count is
   * @param sending must not block
   * @return whether it was sent
   */
  synchronized boolean tell(long version, Runnable sending) {
    if (ended || version < told) {
      return false;
    }
    told = version;
    sending.run();
    return true;
  }
}
