package io.presence.store.memory;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Merge;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionState;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.VisibleStatus;
import io.presence.store.Inspection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
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
  private static final long ENDED_KEPT_MS = 3_600_000;
  private static final int ENDED_KEPT = 20;
  private static final Comparator<SessionFacts.Ended> BY_SESSION =
      Comparator.comparing(SessionFacts.Ended::sessionId)
          .thenComparingLong(SessionFacts.Ended::from);

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

  /** Whether a session has begun to count since the person was last settled. */
  boolean began;

  /** The newest version that was to be told to others. */
  private long news;

  /** Sessions that count no longer since the person was last settled, and those of lately. */
  private final List<SessionFacts.Ended> ended = new ArrayList<>();

  private final Deque<SessionFacts.Ended> endedLately = new ArrayDeque<>();

  private Status status;
  private @Nullable Cause cause;
  private @Nullable Long changedAt;
  private List<DeviceType> types = List.of();

  /** Whether they have been in this store before: of somebody new, viewers may know anything. */
  private boolean settled;

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
  void drop(SessionId session, SessionEnd how, long until) {
    Session dropped = sessions.remove(session);
    if (dropped == null) {
      return;
    }
    tookEnd(session, dropped, how, until);
    if (sessions.values().stream().noneMatch(s -> s.device.equals(dropped.device))) {
      signedOff.remove(dropped.device);
    }
  }

  private void tookEnd(SessionId id, Session session, SessionEnd how, long until) {
    if (!signedOff.contains(session.device)) {
      ended.add(
          new SessionFacts.Ended(
              id, session.type, session.from, Math.max(session.from, until), how));
    }
  }

  /** What the device's sessions are from now on are other ones, for history. */
  void signOn(DeviceId device, long now) {
    if (signedOff.remove(device)) {
      for (Session session : sessions.values()) {
        if (session.device.equals(device)) {
          session.from = now;
          began = true;
        }
      }
    }
  }

  void signOff(DeviceId device, long now) {
    sessions.forEach((id, session) -> {
      if (session.device.equals(device)) {
        tookEnd(id, session, SessionEnd.SIGNED_OFF, now);
      }
    });
    signedOff.add(device);
  }

  private SessionFacts facts(Collection<SessionFacts.Ended> gone) {
    List<SessionFacts.Open> open =
        sessions.entrySet().stream()
            .filter(entry -> !signedOff.contains(entry.getValue().device))
            .map(entry ->
                new SessionFacts.Open(entry.getKey(), entry.getValue().type, entry.getValue().from))
            .toList();
    return new SessionFacts(open, gone.stream().sorted(BY_SESSION).toList());
  }

  private void rememberEnded(long now) {
    forgetEnded(now);
    endedLately.addAll(ended);
    while (endedLately.size() > ENDED_KEPT) {
      endedLately.removeFirst();
    }
  }

  private void forgetEnded(long now) {
    endedLately.removeIf(gone -> gone.until() <= now - ENDED_KEPT_MS);
  }

  /**
   * The current state, said again.
   *
   * @param oldest of the versions that have waited for too long
   */
  PresenceChanged republish(long oldest, long now) {
    PersonState state = state();
    boolean isNews = oldest <= news;
    if (isNews) {
      news = version;
    }
    forgetEnded(now);
    return new PresenceChanged(
        user,
        version,
        Math.min(version, now),
        Cause.REPUBLISHED,
        state,
        isNews ? null : state,
        hand,
        null,
        due,
        facts(endedLately));
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
    return new Before(state(), status, types, hand, lastSeen);
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
    if (isVisible() && before.state().status().visible() == VisibleStatus.OFFLINE) {
      // Whoever appears is seen now: what their sessions did unseen is never shown as last seen.
      lastSeen = Math.max(lastSeen, now);
    }
    boolean isNew = !settled;
    settled = true;
    forgetAt = sessions.isEmpty() ? now + retentionMillis : Long.MAX_VALUE;
    boolean isNews = differs(before);
    if (!isNews && !began && ended.isEmpty()) {
      return null;
    }
    version = Math.max(version + 1, now);
    PersonState after =
        new PersonState(status, hand.customMessage(), types, isVisible() ? now : lastSeen);
    @Nullable PersonState replaced = after;
    if (isNews) {
      replaced = before.state();
      if (Visibility.differs(before.state(), after)) {
        news = version;
        replaced = isNew ? null : replaced;
      }
      this.cause = cause;
      changedAt = now;
    }
    PresenceChanged change =
        new PresenceChanged(
            user, version, now, cause, after, replaced, hand, session, due, facts(ended));
    rememberEnded(now);
    ended.clear();
    began = false;
    return change;
  }

  private boolean differs(Before before) {
    return before.status() != status
        || !before.types().equals(types)
        || !before.hand().equals(hand)
        || (!isVisible() && before.lastSeen() != lastSeen);
  }

  /** How a person stood. */
  record Before(
      PersonState state, Status status, List<DeviceType> types, HandSet hand, long lastSeen) {}
}
