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

  void end() {
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
   * A count as of this version is about to be sent.
   *
   * @return false when a newer one was told, as when a room changes its owner
   */
  synchronized boolean isNews(long version) {
    if (version < told) {
      return false;
    }
    told = version;
    return true;
  }
}
