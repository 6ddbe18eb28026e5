package io.presence.heartbeat;

import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.ReportWriter;
import jakarta.inject.Singleton;
import java.util.List;

/** Applies a batch, and counts what became of it. Blocks its caller, a virtual thread. */
@Singleton
final class ReportIntake {
  private final ReportWriter writer;
  private final KeptLookup kept;
  private final HeartbeatMetrics metrics;

  ReportIntake(ReportWriter writer, KeptLookup kept, HeartbeatMetrics metrics) {
    this.writer = writer;
    this.kept = kept;
    this.metrics = metrics;
  }

  /**
   * @param reports at most as many as a batch may hold
   * @return one result for each, in the same order
   * @throws StoreUnavailableException when the store took nothing
   */
  List<ReportResult> take(List<SessionReport> reports) {
    List<ReportResult> results = writer.write(reports, kept::of, metrics::secondRoundFailed);
    metrics.answered(results);
    return results;
  }
}
