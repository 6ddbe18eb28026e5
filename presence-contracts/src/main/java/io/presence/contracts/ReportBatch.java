package io.presence.contracts;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /internal/v1/heartbeats}.
 *
 * @param reports at most {@value #MAX_REPORTS}
 * @param traces of those reports that are followed; null, or without those, for none
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record ReportBatch(List<SessionReport> reports, @Nullable List<Trace> traces) {
  public static final int MAX_REPORTS = 1_000;

  public ReportBatch {
    reports = List.copyOf(reports);
    if (reports.size() > MAX_REPORTS) {
      throw new IllegalArgumentException(
          "a batch holds at most %d reports, got %d".formatted(MAX_REPORTS, reports.size()));
    }
    traces = traces == null || traces.isEmpty() ? null : List.copyOf(traces);
    if (traces != null && traces.size() > reports.size()) {
      throw new IllegalArgumentException(
          "a batch of %d reports has at most as many traces, got %d"
              .formatted(reports.size(), traces.size()));
    }
  }

  /** Of which nothing is followed. */
  public ReportBatch(List<SessionReport> reports) {
    this(reports, null);
  }

  /**
   * What a report continues.
   *
   * @param report its position in the batch, from 0
   * @param traceparent the W3C's text of the step before
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Trace(int report, String traceparent) {}
}
