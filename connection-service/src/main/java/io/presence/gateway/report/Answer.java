package io.presence.gateway.report;

import io.presence.contracts.ReportResult;
import java.util.concurrent.CompletableFuture;

/** The answer to a report that somebody waits for; unavailable when it cannot even wait. */
final class Answer {
  private final CompletableFuture<ReportResult> future = new CompletableFuture<>();

  void complete(ReportResult result) {
    future.complete(result);
  }

  CompletableFuture<ReportResult> offeredTo(Reporter reporter, Report report) {
    if (!reporter.offer(report)) {
      complete(ReportResult.UNAVAILABLE);
    }
    return future;
  }
}
