package io.presence.store.memory;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.GatewayId;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.Sessions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The write path. Each report does what the script of the same name does. */
final class MemorySessions implements Sessions {
  private static final Applied DONE = new Applied.Done(ReportResult.OK, null, List.of());
  private static final Applied ENDED = new Applied.Done(ReportResult.ENDED, null, List.of());
  private static final Applied UNKNOWN = new Applied.Done(ReportResult.UNKNOWN, null, List.of());

  private final Memory memory;

  MemorySessions(Memory memory) {
    this.memory = memory;
  }

  @Override
  public List<Applied> apply(List<SessionReport> reports, Map<UserId, LastSeen> kept) {
    synchronized (memory) {
      List<Applied> answers = new ArrayList<>(reports.size());
      Set<UserId> waiting = new HashSet<>();
      for (SessionReport report : reports) {
        Applied answer =
            waiting.contains(report.userId())
                ? new Applied.NeedsKept()
                : apply(report, kept.get(report.userId()));
        if (answer instanceof Applied.NeedsKept) {
          waiting.add(report.userId());
        }
        answers.add(answer);
      }
      return answers;
    }
  }

  private Applied apply(SessionReport report, @Nullable LastSeen kept) {
    UserId user = report.userId();
    if (memory.hasEnded(user, report.sessionId())) {
      return ENDED;
    }
    if (report instanceof SessionReport.Connected connected) {
      return connect(connected, kept);
    }
    if (report instanceof SessionReport.PersonSet set) {
      return setPerson(set, kept);
    }
    Person person = memory.person(user);
    Session session = person == null ? null : person.sessions.get(report.sessionId());
    if (person == null || session == null) {
      if (report instanceof SessionReport.Closed) {
        // A late "connected" must not begin it.
        memory.bury(user, report.sessionId());
      }
      return UNKNOWN;
    }
    return switch (report) {
      case SessionReport.Connected connected -> connect(connected, kept);
      case SessionReport.PersonSet set -> setPerson(set, kept);
      case SessionReport.Heard heard -> {
        session.heardAt(ago(heard.ageMillis()));
        yield DONE;
      }
      case SessionReport.Active active -> touch(person, session, active);
      case SessionReport.StatusSet set -> setStatus(person, session, set);
      case SessionReport.Closed closed -> close(person, session, closed);
      case SessionReport.Lost lost -> {
        session.lost = true;
        session.heardAt(ago(lost.ageMillis()));
        yield DONE;
      }
    };
  }

  private Applied connect(SessionReport.Connected report, @Nullable LastSeen kept) {
    Person person = personOr(report.userId(), kept);
    if (person == null) {
      return new Applied.NeedsKept();
    }
    Session known = person.sessions.get(report.sessionId());
    if (known != null) {
      known.gateway = report.gatewayId();
      if (!known.lost) {
        known.heardAt(heardAt(report));
      }
      if (known.gateway.equals(GatewayId.NONE) && person.signedOff.contains(known.device)) {
        Person.Before signedOff = person.before();
        person.signOn(known.device, memory.now());
        return told(
            person,
            memory.settle(person, signedOff, Cause.CONNECTED, report.sessionId()),
            List.of());
      }
      return told(person, null, List.of());
    }
    Person.Before before = person.before();
    long now = memory.now();
    long activeAt = lastActive(person, report, now);
    List<Applied.Evicted> evicted = makeRoom(person, report.deviceId());
    person.sessions.put(
        report.sessionId(),
        new Session(
            report.deviceId(),
            report.deviceType(),
            report.gatewayId(),
            activeAt,
            heardAt(report),
            now));
    person.signOn(report.deviceId(), now);
    person.began = true;
    return told(
        person, memory.settle(person, before, Cause.CONNECTED, report.sessionId()), evicted);
  }

  /** A lease counts from when the session was heard. */
  private long heardAt(SessionReport.Connected report) {
    Long age = report.heardAgeMillis();
    return ago(age == null ? 0 : age);
  }

  /** The person, or as they were kept; null when neither is known. */
  private @Nullable Person personOr(UserId user, @Nullable LastSeen kept) {
    Person person = memory.person(user);
    if (person == null && kept != null) {
      person = new Person(kept);
      memory.add(person);
    }
    return person;
  }

  /** A reconnect of the same device keeps its activity time. */
  private static long lastActive(Person person, SessionReport.Connected report, long now) {
    Long age = report.activeAgeMillis();
    long known =
        person.sessions.values().stream()
            .filter(session -> session.device.equals(report.deviceId()))
            .mapToLong(session -> session.activeAt)
            .max()
            .orElse(age == null ? now : 0);
    return age == null ? known : Math.max(known, now - Math.max(0, age));
  }

  /**
   * Lost sessions of the device, which the new one replaces, go without noise; then, above the
   * limit, the longest idle give way.
   */
  private List<Applied.Evicted> makeRoom(Person person, DeviceId device) {
    List<SessionId> replaced =
        person.sessions.entrySet().stream()
            .filter(entry -> entry.getValue().lost && entry.getValue().device.equals(device))
            .map(Map.Entry::getKey)
            .toList();
    for (SessionId id : replaced) {
      long seen = Objects.requireNonNull(person.sessions.get(id)).seen;
      memory.end(person, id, SessionEnd.REPLACED, seen);
    }
    int tooMany = person.sessions.size() + 1 - memory.settings.maxSessions();
    List<SessionId> longestIdle =
        person.sessions.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<SessionId, Session>, Boolean>comparing(
                        entry -> !entry.getValue().lost)
                    .thenComparingLong(entry -> entry.getValue().activeAt)
                    .thenComparing(Map.Entry::getKey))
            .limit(Math.max(0, tooMany))
            .map(Map.Entry::getKey)
            .toList();
    List<Applied.Evicted> evicted = new ArrayList<>();
    for (SessionId id : longestIdle) {
      Session session = Objects.requireNonNull(person.sessions.get(id));
      memory.end(person, id, SessionEnd.EVICTED, session.lost ? session.seen : memory.now());
      // A lost session has no socket that anybody could close; others never had one.
      if (!session.lost && !session.gateway.equals(GatewayId.NONE)) {
        evicted.add(new Applied.Evicted(id, session.gateway));
      }
    }
    return evicted;
  }

  private Applied touch(Person person, Session session, SessionReport.Active report) {
    Person.Before before = person.before();
    session.activeAt(ago(report.ageMillis()));
    session.heardAt(ago(report.ageMillis()));
    return done(memory.settle(person, before, Cause.ACTIVE, report.sessionId()));
  }

  private Applied setStatus(Person person, Session session, SessionReport.StatusSet report) {
    Person.Before before = person.before();
    long now = memory.now();
    long said = ago(report.ageMillis() == null ? 0 : report.ageMillis());
    StatusEdit edit = report.edit();
    boolean signsOff = edit.status() == Status.OFFLINE;
    boolean wasVisible = person.isVisible();
    if (signsOff && hasComeBack(person, report, session, said)) {
      person.saw(session.device, now, now);
      memory.end(person, report.sessionId(), SessionEnd.SIGNED_OFF, now);
    } else if (signsOff) {
      person.saw(session.device, now, now);
      person.signOff(session.device, now);
    } else {
      person.signOn(session.device, now);
      session.activeAt(said);
    }
    person.hand = edit.applyTo(person.hand);
    if (!signsOff && wasVisible && person.hand.at(now).status() == Status.INVISIBLE) {
      person.lastSeen = Math.max(person.lastSeen, now);
    }
    session.heardAt(said);
    Cause cause = signsOff ? Cause.SIGNED_OFF : Cause.STATUS_SET;
    return told(person, memory.settle(person, before, cause, report.sessionId()), List.of());
  }

  /** The device has come back since it was said: then it was said of what is gone. */
  private static boolean hasComeBack(
      Person person, SessionReport.StatusSet report, Session session, long said) {
    return person.sessions.entrySet().stream()
        .filter(other -> !other.getKey().equals(report.sessionId()))
        .anyMatch(other ->
            other.getValue().device.equals(session.device) && other.getValue().from > said);
  }

  private Applied setPerson(SessionReport.PersonSet report, @Nullable LastSeen kept) {
    Person person = personOr(report.userId(), kept);
    if (person == null) {
      return new Applied.NeedsKept();
    }
    Person.Before before = person.before();
    long now = memory.now();
    boolean signsOff = report.edit().status() == Status.OFFLINE;
    boolean wasVisible = person.isVisible();
    person.hand = report.edit().applyTo(person.hand);
    for (Session session : person.sessions.values()) {
      if (report.deviceId() == null || report.deviceId().equals(session.device)) {
        if (signsOff) {
          person.saw(session.device, now, now);
          person.signOff(session.device, now);
        } else {
          person.signOn(session.device, now);
          session.activeAt(now);
        }
      }
    }
    if (!signsOff && wasVisible && person.hand.at(now).status() == Status.INVISIBLE) {
      person.lastSeen = Math.max(person.lastSeen, now);
    }
    Cause cause = signsOff ? Cause.SIGNED_OFF : Cause.STATUS_SET;
    return told(person, memory.settle(person, before, cause, null), List.of());
  }

  private Applied close(Person person, Session session, SessionReport.Closed report) {
    Person.Before before = person.before();
    // A ghost that is ended by hand has been gone since it was last heard.
    long goneAt = report.how() == SessionEnd.EXPELLED ? session.seen : memory.now();
    person.saw(session.device, goneAt, memory.now());
    memory.end(person, report.sessionId(), report.how(), goneAt);
    return done(memory.settle(person, before, Cause.CLOSED, report.sessionId()));
  }

  /** Nothing is heard in the future. */
  private long ago(long ageMillis) {
    return memory.now() - Math.max(0, ageMillis);
  }

  private static Applied done(@Nullable PresenceChanged change) {
    return new Applied.Done(ReportResult.OK, change, List.of());
  }

  private static Applied told(
      Person person, @Nullable PresenceChanged change, List<Applied.Evicted> evicted) {
    Me me = Me.of(person.status(), person.hand);
    return new Applied.Done(new ReportResult(ReportResult.Outcome.OK, me), change, evicted);
  }
}
