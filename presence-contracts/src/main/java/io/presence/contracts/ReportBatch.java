package io.presence.contracts;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * The body of {@code POST /internal/v1/heartbeats}.
 *
 * @param reports at most {@value #MAX_REPORTS}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record ReportBatch(List<SessionReport> reports) {
  public static final int MAX_REPORTS = 1_000;

  public ReportBatch {
    reports = List.copyOf(reports);
    if (reports.size() > MAX_REPORTS) {
      throw new IllegalArgumentException(
          "a batch holds at most %d reports, got %d".formatted(MAX_REPORTS, reports.size()));
    }
  }
}
