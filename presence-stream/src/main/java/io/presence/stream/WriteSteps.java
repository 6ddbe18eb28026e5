package io.presence.stream;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of those reports of a batch that are followed, by their positions. For one thread. */
final class WriteSteps {
  private static final WriteSteps NONE = new WriteSteps(Map.of());

  private final Map<Integer, Step> steps;

  private WriteSteps(Map<Integer, Step> steps) {
    this.steps = steps;
  }

  static WriteSteps begin(Tracing tracing, ReportBatch batch) {
    List<ReportBatch.Trace> traces = batch.traces();
    if (traces == null || !tracing.isOn()) {
      return NONE;
    }
    Map<Integer, Step> steps = new HashMap<>();
    for (ReportBatch.Trace trace : traces) {
      if (trace.report() >= 0 && trace.report() < batch.reports().size()) {
        Step step = tracing.follow("write report", SpanKind.SERVER, trace.traceparent());
        steps.putIfAbsent(trace.report(), step);
      }
    }
    return new WriteSteps(steps);
  }

  Step of(int position) {
    return steps.getOrDefault(position, Step.NONE);
  }

  void end(List<ReportResult> results) {
    steps.forEach((position, step) -> {
      ReportResult.Outcome outcome = results.get(position).outcome();
      step.note("presence.outcome", outcome.name()).end(outcome == ReportResult.Outcome.OK);
    });
  }
}
