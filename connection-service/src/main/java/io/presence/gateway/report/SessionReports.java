package io.presence.gateway.report;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.DeviceId;
import io.presence.contracts.GatewayId;
import io.presence.contracts.ReportResult;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Timing;
import io.presence.trace.Tracing;
import jakarta.annotation.PreDestroy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of sessions, and what follows from the answers. No method blocks; futures
 * complete on a lane's thread, so what follows on them must not block either.
 *
 * <p>A session whose socket lives and that the store has ended (its lease lapsed while we could not
 * report) begins again under a new id. One whose device is signed off does not: to begin would sign
 * the device on.
 */
@Context
public final class SessionReports {
  private static final int URGENT_CAPACITY = 20_000;
  private static final int RENEWAL_CAPACITY = 500_000;

  private final GatewayId gateway;
  private final Timing timing;
  private final GatewayClock clock;
  private final Standstill standstill;
  private final Reporter urgent;
  private final Reporter renewals;
  private final Endings endings;

  /** Sessions whose renewal waits already: once is enough, for the age is taken when it is sent. */
  private final Set<Session> renewing = ConcurrentHashMap.newKeySet();

  SessionReports(
      GatewayId gateway,
      Timing timing,
      GatewayClock clock,
      ReportRoute route,
      ReportMetrics metrics,
      Tracing tracing) {
    this.gateway = gateway;
    this.timing = timing;
    this.clock = clock;
    standstill = new Standstill(clock.millis());
    urgent =
        new Reporter(
            "urgent",
            URGENT_CAPACITY,
            route::send,
            clock::millis,
            metrics,
            report -> TracedReport.of(report, tracing, gateway));
    // Being heard changes nothing: there is nothing to follow.
    renewals =
        new Reporter(
            "renewal",
            RENEWAL_CAPACITY,
            route::send,
            clock::millis,
            metrics,
            UnaryOperator.identity());
    endings = new Endings(gateway, timing, clock, urgent);
    urgent.start();
    renewals.start();
  }

  @PreDestroy
  void close() {
    urgent.close();
    renewals.close();
  }

  /** This process runs. */
  void tick(long now) {
    standstill.tick(now);
  }

  /** Waits until what was reported has arrived, at most so long. */
  public boolean drain(long millis) throws InterruptedException {
    return urgent.drain(millis);
  }

  /**
   * The session begins.
   *
   * @return its person's own status with it, or unavailable when that cannot be had in time
   */
  public CompletableFuture<ReportResult> connected(Session session) {
    return begin(session, urgent, clock.millis() + timing.answerTimeoutMs(), false);
  }

  /**
   * @param deadline when nobody waits for it any more
   * @param again whether the session has begun before
   */
  private CompletableFuture<ReportResult> begin(
      Session session, Reporter lane, long deadline, boolean again) {
    Answer answer = new Answer();
    Report report =
        new OfSession(session) {
          @Override
          public @Nullable SessionReport toSend(long now) {
            long heardAge = Math.max(0, now - session.liveness().heardAt());
            return session.isEnded() || now > deadline || heardAge >= timing.ttlMs()
                ? null
                : Beginning.report(gateway, session, id(), now, again);
          }

          @Override
          public void answered(ReportResult result) {
            if (result.outcome() == Outcome.OK) {
              session.begun();
            }
            answer.complete(result);
          }

          @Override
          public void givenUp() {
            answer.complete(ReportResult.UNAVAILABLE);
          }
        };
    return answer.offeredTo(lane, report);
  }

  /** The person set their status or message. */
  public CompletableFuture<ReportResult> set(Session session, StatusEdit edit) {
    Answer answer = new Answer();
    long now = clock.millis();
    long saidAt = now - standstill.ageOfWhatIsRead(now);
    return answer.offeredTo(urgent, new SetStatus(session, edit, saidAt, answer, true));
  }

  /** The person set their status or message beside any session, for a device or for all (null). */
  public CompletableFuture<ReportResult> set(
      UserId user, @Nullable DeviceId device, StatusEdit edit) {
    Answer answer = new Answer();
    long deadline = clock.millis() + timing.answerTimeoutMs();
    return answer.offeredTo(urgent, new PersonSetting(user, device, edit, deadline, answer));
  }

  /** The person was active; the lease is renewed with it. */
  public void active(Session session) {
    long activeAt = session.liveness().writeActivity();
    urgent.offer(
        new OfSession(session) {
          @Override
          public @Nullable SessionReport toSend(long now) {
            return now - activeAt > timing.idleTimeoutMs()
                ? null
                : new SessionReport.Active(user(), id(), Math.max(0, now - activeAt));
          }
        });
  }

  /** The session was heard since it was last renewed. */
  public void renew(Session session) {
    if (renewing.add(session) && !renewals.offer(new Renewal(session))) {
      renewing.remove(session);
    }
  }

  /** The client said goodbye. */
  public void closed(Session session) {
    endings.closed(session);
  }

  /**
   * The connection ended in any other way: the session lives one TTL from when it was last heard.
   * Activity that was not written yet goes before it.
   */
  public void lost(Session session) {
    if (session.liveness().activityWaits()) {
      active(session);
    }
    endings.lost(session);
  }

  /**
   * The store has ended a session, or was emptied: if its socket lives, it goes on under a new id,
   * however long that takes to write; behind renewals, of which as many may wait, so that those who
   * begin anew are not held up by all who begin again.
   */
  private void beginAgain(Session session, SessionId endedId, Reporter lane) {
    if (!session.signedOff() && session.beginAgain(endedId)) {
      var _ = begin(session, lane, Long.MAX_VALUE, true);
    }
  }

  /** A report that names its session by the id that it has when it is sent. */
  private abstract class OfSession implements Report {
    private final Session session;
    private @Nullable SessionId sentId;

    OfSession(Session session) {
      this.session = session;
    }

    @Override
    public final UserId user() {
      return session.user();
    }

    /** The id to send now. */
    final SessionId id() {
      SessionId id = session.id();
      sentId = id;
      return id;
    }

    @Override
    public void answered(ReportResult result) {
      if (result.outcome() == Outcome.ENDED && sentId != null) {
        beginAgain(session, sentId, again());
      }
    }

    /** Where the session begins again: before what waits for that. */
    Reporter again() {
      return urgent;
    }

    @Override
    public void givenUp() {}
  }

  private final class Renewal extends OfSession {
    private final Session session;
    private long heardAt;

    Renewal(Session session) {
      super(session);
      this.session = session;
    }

    @Override
    public @Nullable SessionReport toSend(long now) {
      heardAt = session.liveness().heardAt();
      long age = Math.max(0, now - heardAt);
      return session.isEnded() || age >= timing.ttlMs()
          ? null
          : new SessionReport.Heard(user(), id(), age);
    }

    @Override
    Reporter again() {
      return renewals;
    }

    @Override
    public void answered(ReportResult result) {
      renewing.remove(session);
      if (result.outcome() == Outcome.OK) {
        session.liveness().renewed(heardAt);
      }
      super.answered(result);
    }

    @Override
    public void givenUp() {
      renewing.remove(session);
    }
  }

  private final class SetStatus extends OfSession {
    private final Session session;
    private final StatusEdit edit;
    private final long saidAt;
    private final Answer answer;
    private final boolean mayBeginAgain;
    private final long deadline = clock.millis() + timing.answerTimeoutMs();

    SetStatus(Session session, StatusEdit edit, long saidAt, Answer answer, boolean mayBeginAgain) {
      super(session);
      this.session = session;
      this.edit = edit;
      this.saidAt = saidAt;
      this.answer = answer;
      this.mayBeginAgain = mayBeginAgain;
    }

    @Override
    public @Nullable SessionReport toSend(long now) {
      return now > deadline ? null : new SessionReport.StatusSet(user(), id(), edit, now - saidAt);
    }

    @Override
    public void answered(ReportResult result) {
      if (result.outcome() == Outcome.OK) {
        session.signedOff(edit.status() == Status.OFFLINE);
        answer.complete(result);
        return;
      }
      // An update of the status is what brings a signed-off device back.
      session.signedOff(false);
      super.answered(result);
      SetStatus again = new SetStatus(session, edit, saidAt, answer, false);
      if (!mayBeginAgain || session.isEnded() || !urgent.offer(again)) {
        answer.complete(ReportResult.UNAVAILABLE);
      }
    }

    @Override
    public void givenUp() {
      answer.complete(ReportResult.UNAVAILABLE);
    }
  }
}
