package io.presence.heartbeat;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.presence.contracts.ReportResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of reports. How long batches take is the HTTP server's own timer. Made with the
 * service, not with its first report: an alert on failures needs its meter before the first one.
 */
@Context
final class HeartbeatMetrics {
  private final Map<ReportResult.Outcome, Counter> reports =
      new EnumMap<>(ReportResult.Outcome.class);
  private final Counter keptAnswered;
  private final Counter keptFailed;
  private final Counter secondRoundFailed;

  HeartbeatMetrics(MeterRegistry registry) {
    for (ReportResult.Outcome outcome : ReportResult.Outcome.values()) {
      reports.put(
          outcome, registry.counter("presence.reports.answered", "outcome", outcome.word()));
    }
    keptAnswered = registry.counter("presence.kept.lookups", "result", "answered");
    keptFailed = registry.counter("presence.kept.lookups", "result", "failed");
    secondRoundFailed = registry.counter("presence.reports.second.round.failed");
  }

  void answered(List<ReportResult> results) {
    Map<ReportResult.Outcome, Long> counts =
        results.stream().collect(groupingBy(ReportResult::outcome, counting()));
    reports.forEach((outcome, counter) -> counter.increment(counts.getOrDefault(outcome, 0L)));
  }

  void keptAsked(boolean answered) {
    (answered ? keptAnswered : keptFailed).increment();
  }

  void secondRoundFailed() {
    secondRoundFailed.increment();
  }
}
