package io.presence.store.memory;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Merge;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionState;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.store.Inspection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code person.lua} is on Redis: a person's registry, what they set, and the making of a
 * change. Guarded by the store's lock.
 */
final class Person {
  final UserId user;
  final Map<SessionId, Session> sessions = new TreeMap<>();
  final Set<DeviceId> signedOff = new HashSet<>();
  HandSet hand;
  long lastSeen;
  long version;

  /** When time alone changes this person next; null for never. */
  @Nullable Long due;

  /** When a person without sessions is forgotten. */
  long forgetAt = Long.MAX_VALUE;

  private Status status;
  private @Nullable Cause cause;
  private @Nullable Long changedAt;
  private List<DeviceType> types = List.of();

  /** As they were before the first change in this store: null, then. */
  private boolean told;

  /** Somebody new stands as they were kept: offline, or invisible if that is what they set. */
  Person(LastSeen kept) {
    this.user = kept.userId();
    this.hand = kept.hand();
    this.lastSeen = kept.lastSeen();
    this.version = kept.version();
    this.status = hand.status() == Status.INVISIBLE ? Status.INVISIBLE : Status.OFFLINE;
  }

  Status status() {
    return status;
  }

  boolean isVisible() {
    return status.visible() != VisibleStatus.OFFLINE;
  }

  /** The person as they may be shown: last seen moves while somebody could see them. */
  PersonState state() {
    long latest = lastSeen;
    if (isVisible()) {
      for (Session session : sessions.values()) {
        if (!signedOff.contains(session.device)) {
          latest = Math.max(latest, session.seen);
        }
      }
    }
    return new PersonState(status, hand.customMessage(), types, latest);
  }

  /** Last seen moves to when a session ended, unless nobody could see that session. */
  void saw(DeviceId device, long at, long now) {
    if (!signedOff.contains(device) && hand.at(now).status() != Status.INVISIBLE) {
      lastSeen = Math.max(lastSeen, at);
    }
  }

  /** The mark of a signed-off device goes with its last session. */
  void drop(SessionId session) {
    Session dropped = sessions.remove(session);
    if (dropped != null
        && sessions.values().stream().noneMatch(s -> s.device.equals(dropped.device))) {
      signedOff.remove(dropped.device);
    }
  }

  /** Everything, for people who ask why. */
  Inspection inspect(long now, long ttlMillis) {
    List<Inspection.Registered> registered =
        sessions.entrySet().stream()
            .map(entry -> {
              Session s = entry.getValue();
              return new Inspection.Registered(
                  entry.getKey(),
                  s.device,
                  s.type,
                  s.gateway,
                  s.activeAt,
                  s.seen,
                  Math.max(0, s.seen + ttlMillis - now),
                  s.lost,
                  signedOff.contains(s.device));
            })
            .sorted(Comparator.comparingLong(Inspection.Registered::heardAt).reversed())
            .toList();
    return new Inspection(true, now, status, version, lastSeen, hand, cause, changedAt, registered);
  }

  /** How a person stands before a report is applied. */
  Before before() {
    return new Before(told ? state() : null, status, types, hand, lastSeen);
  }

  /**
   * Recomputes the person.
   *
   * @return the change that this made; null when it made none
   */
  @Nullable PresenceChanged settle(
      Before before,
      Cause cause,
      @Nullable SessionId session,
      long now,
      long idleMillis,
      long retentionMillis) {
    hand = hand.at(now);
    List<SessionState> states = sessions.values().stream().map(Session::state).toList();
    Merge merge = Merge.of(states, signedOff, hand, now, idleMillis);
    status = merge.status();
    types = merge.deviceTypes();
    due = merge.nextTimer();
    told = true;
    forgetAt = sessions.isEmpty() ? now + retentionMillis : Long.MAX_VALUE;
    if (!differs(before)) {
      return null;
    }
    version = Math.max(version + 1, now);
    this.cause = cause;
    changedAt = now;
    PersonState after =
        new PersonState(status, hand.customMessage(), types, isVisible() ? now : lastSeen);
    return new PresenceChanged(
        user, version, now, cause, after, before.state(), hand, session, due);
  }

  private boolean differs(Before before) {
    return before.status() != status
        || !before.types().equals(types)
        || !before.hand().equals(hand)
        || (!isVisible() && before.lastSeen() != lastSeen);
  }

  /**
   * How a person stood.
   *
   * @param state null for somebody new
   */
  record Before(
      @Nullable PersonState state,
      Status status,
      List<DeviceType> types,
      HandSet hand,
      long lastSeen) {}
}
