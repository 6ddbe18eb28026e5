package io.presence.gateway.report;

import io.presence.contracts.GatewayId;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Timing;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports that sessions have ended. If the store knows nothing of one, since it was emptied after
 * the session was last renewed, the session begins and ends under a new id: so viewers hear of the
 * end at once, and last seen is kept.
 */
final class Endings {
  private final GatewayId gateway;
  private final Timing timing;
  private final GatewayClock clock;
  private final Reporter lane;

  Endings(GatewayId gateway, Timing timing, GatewayClock clock, Reporter lane) {
    this.gateway = gateway;
    this.timing = timing;
    this.clock = clock;
    this.lane = lane;
  }

  /** What ended it, as of now; null when that no longer matters. */
  private interface Cause {
    @Nullable SessionReport report(SessionId id, long now);
  }

  void closed(Session session) {
    long closedAt = clock.millis();
    end(
        session,
        (id, now) ->
            now - closedAt > timing.ttlMs() ? null : new SessionReport.Closed(session.user(), id));
  }

  void lost(Session session) {
    long heardAt = session.liveness().heardAt();
    end(
        session,
        (id, now) -> {
          long age = Math.max(0, now - heardAt);
          return age >= timing.ttlMs() ? null : new SessionReport.Lost(session.user(), id, age);
        });
  }

  private void end(Session session, Cause cause) {
    lane.offer(
        new Ending(session.user(), now -> cause.report(session.id(), now)) {
          @Override
          public void answered(ReportResult result) {
            if (result.isUnknown() && session.hasBegun() && !session.signedOff()) {
              endAgain(session, cause);
            }
          }
        });
  }

  private void endAgain(Session session, Cause cause) {
    UserId user = session.user();
    SessionId id = SessionId.random();
    if (lane.offer(new Ending(user, now -> Beginning.report(gateway, session, id, now, true)))) {
      lane.offer(new Ending(user, now -> cause.report(id, now)));
    }
  }

  /** A report whose answer changes nothing, unless it says so. */
  private static class Ending implements Report {
    private final UserId user;
    private final Function<Long, @Nullable SessionReport> report;

    Ending(UserId user, Function<Long, @Nullable SessionReport> report) {
      this.user = user;
      this.report = report;
    }

    @Override
    public UserId user() {
      return user;
    }

    @Override
    public @Nullable SessionReport toSend(long now) {
      return report.apply(now);
    }

    @Override
    public void answered(ReportResult result) {}

    @Override
    public void givenUp() {}
  }
}
