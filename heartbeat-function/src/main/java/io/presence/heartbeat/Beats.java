package io.presence.heartbeat;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.Me;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionReport;
import io.presence.store.Inspection;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes the heartbeats of devices without a socket: the first begins a session, the next ones renew
 * it, and after a TTL of silence it lapses like any other. Nothing is remembered between two calls
 * but what stands in the store. Blocks its caller.
 */
@Singleton
final class Beats {
  private final PresenceStore store;
  private final ReportIntake intake;
  private final StoreSettings settings;
  private final Tracing tracing;

  Beats(PresenceStore store, ReportIntake intake, StoreSettings settings, Tracing tracing) {
    this.tracing = tracing;
    this.store = store;
    this.intake = intake;
    this.settings = settings;
  }

  /**
   * @return the person's own status with it
   * @throws ProblemException 409 when the session has been ended and stays so for a while, 503 when
   *     it cannot be told
   * @throws io.presence.store.StoreUnavailableException when the store did not answer
   */
  Me take(Beat beat) {
    Inspection before = store.reader().inspect(beat.user());
    List<SessionReport> reports = beat.reports(before, settings);
    List<ReportResult> results = write(reports);
    if (has(results, Outcome.ENDED) && !(reports.getFirst() instanceof SessionReport.Connected)) {
      // It lapsed a moment ago.
      reports = List.of(beat.connected());
      results = write(reports);
    }
    if (has(results, Outcome.ENDED)) {
      throw ProblemException.sessionEnded(
          "this device's session was ended by an administrator, or gave way because there are too"
              + " many; it may begin again %d s later".formatted(2 * settings.ttl().toSeconds()));
    }
    if (has(results, Outcome.UNAVAILABLE)) {
      throw ProblemException.unavailable(
          "what you have set cannot be read right now; send the heartbeat again");
    }
    return me(beat, before, reports, results);
  }

  /** Mostly that a session was heard, which changes nothing: there is nothing to follow. */
  private List<ReportResult> write(List<SessionReport> reports) {
    if (!tracing.isOn() || reports.getFirst() instanceof SessionReport.Heard) {
      return intake.take(new ReportBatch(reports));
    }
    Step step = tracing.begin("heartbeat", SpanKind.SERVER);
    try {
      String trace = step.traceparent();
      return intake.take(
          trace == null
              ? new ReportBatch(reports)
              : new ReportBatch(reports, List.of(new ReportBatch.Trace(0, trace))));
    } finally {
      step.end(true);
    }
  }

  private Me me(
      Beat beat, Inspection before, List<SessionReport> reports, List<ReportResult> results) {
    if (reports.size() == 1) {
      Me told = results.getFirst().me();
      if (told != null) {
        return told;
      }
      if (reports.getFirst() instanceof SessionReport.Heard) {
        return Me.of(before.status(), before.hand().at(before.now()));
      }
    }
    Inspection after = store.reader().inspect(beat.user());
    return Me.of(after.status(), after.hand().at(after.now()));
  }

  private static boolean has(List<ReportResult> results, Outcome outcome) {
    return results.stream().anyMatch(result -> result.outcome() == outcome);
  }
}
