package io.presence.lastseen;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one person did on a day, as the records that tell of it: one for each step. */
final class Past {
  private final UserId user;
  private final LocalDate day;
  private final Map<SessionId, SessionFacts.Open> open = new TreeMap<>();
  private final List<PresenceChanged> changes = new ArrayList<>();

  Past(UserId user, LocalDate day) {
    this.user = user;
    this.day = day;
  }

  /** All so far. */
  List<PresenceChanged> changes() {
    return List.copyOf(changes);
  }

  long at(String time) {
    return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  Past begins(String session, DeviceType type, String time) {
    SessionId id = new SessionId(session);
    open.put(id, new SessionFacts.Open(id, type, at(time)));
    return change(Cause.CONNECTED, at(time), List.of());
  }

  Past ends(String session, String time, SessionEnd how) {
    SessionFacts.Open ended = java.util.Objects.requireNonNull(open.remove(new SessionId(session)));
    // What lapses is decided a while after it was last heard.
    long decided = at(time) + Duration.ofSeconds(30).toMillis();
    return change(
        Cause.CLOSED,
        decided,
        List.of(
            new SessionFacts.Ended(
                ended.sessionId(), ended.deviceType(), ended.from(), at(time), how)));
  }

  private Past change(Cause cause, long at, List<SessionFacts.Ended> ended) {
    boolean offline = open.isEmpty();
    long lastSeen = offline ? ended.getFirst().until() : at;
    Status status = offline ? Status.OFFLINE : Status.ONLINE;
    changes.add(
        new PresenceChanged(
            user,
            at,
            at,
            cause,
            new PersonState(status, null, List.of(), lastSeen),
            null,
            HandSet.NOTHING,
            null,
            null,
            new SessionFacts(List.copyOf(open.values()), ended)));
    return this;
  }
}
