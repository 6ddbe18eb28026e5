package io.presence.heartbeat;

import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
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
   * @return one result for each, in the same order
   * @throws StoreUnavailableException when the store took nothing
   */
  List<ReportResult> take(ReportBatch batch) {
    List<ReportResult> results = writer.write(batch, kept::of, metrics::secondRoundFailed);
    metrics.answered(results);
    return results;
  }
}
