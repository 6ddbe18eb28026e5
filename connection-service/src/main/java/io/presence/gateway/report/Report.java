package io.presence.gateway.report;

import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/** One report on its way. Called by one thread at a time. */
interface Report {
  UserId user();

  /** Where its trace goes on; null when nobody follows it. */
  default @Nullable String traceparent() {
    return null;
  }

  /**
   * The report as of now, for ages count from the sending.
   *
   * @return null when it no longer matters; then {@link #givenUp} follows
   */
  @Nullable SessionReport toSend(long now);

  /** It was applied, or its session has ended: never {@link ReportResult.Outcome#UNAVAILABLE}. */
  void answered(ReportResult result);

  /** It will not be sent again. It may have been applied. */
  void givenUp();
}
