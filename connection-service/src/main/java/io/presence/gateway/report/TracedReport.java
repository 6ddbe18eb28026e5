package io.presence.gateway.report;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.GatewayId;
import io.presence.contracts.ReportResult;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * A report that may make a change, as the first step of its trace: from what the client did until
 * the store has it.
 */
final class TracedReport implements Report {
  private final Report report;
  private final Step step;

  private TracedReport(Report report, Step step) {
    this.report = report;
    this.step = step;
  }

  /** The report itself when it is not followed. */
  static Report of(Report report, Tracing tracing, GatewayId gateway) {
    Step step = tracing.begin("report", SpanKind.CLIENT);
    return step.isFollowed()
        ? new TracedReport(report, step.note("presence.gateway", gateway.value()))
        : report;
  }

  @Override
  public UserId user() {
    return report.user();
  }

  @Override
  public @Nullable String traceparent() {
    return step.traceparent();
  }

  @Override
  public @Nullable SessionReport toSend(long now) {
    SessionReport sent = report.toSend(now);
    if (sent != null) {
      step.name("report " + word(sent));
      if (!(sent instanceof SessionReport.PersonSet)) {
        step.note("presence.session", sent.sessionId().value());
      }
    }
    return sent;
  }

  private static String word(SessionReport report) {
    return switch (report) {
      case SessionReport.Connected _ -> "connected";
      case SessionReport.Heard _ -> "heard";
      case SessionReport.Active _ -> "active";
      case SessionReport.StatusSet _, SessionReport.PersonSet _ -> "status";
      case SessionReport.Closed _ -> "closed";
      case SessionReport.Lost _ -> "lost";
    };
  }

  @Override
  public void answered(ReportResult result) {
    step.note("presence.outcome", result.outcome().name()).end(result.outcome() == Outcome.OK);
    report.answered(result);
  }

  @Override
  public void givenUp() {
    step.end(false);
    report.givenUp();
  }
}
