package io.presence.graph.imports;

import io.presence.contracts.UserId;
import io.presence.graph.audit.Audit;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines and stores them, a batch at a time. Blocks its caller until the end; what is held in
 * memory is one batch, the listed errors and one line.
 */
@Singleton
class ContactImport {
  private static final Logger LOG = LoggerFactory.getLogger(ContactImport.class);

  private final PairBatch batches;
  private final ImportStates states;
  private final ImportMetrics metrics;
  private final Audit audit;

  ContactImport(PairBatch batches, ImportStates states, ImportMetrics metrics, Audit audit) {
    this.batches = batches;
    this.states = states;
    this.metrics = metrics;
    this.audit = audit;
  }

  /**
   * @throws ProblemException 409 if an import with this id is running, or was begun anew while this
   *     one was thought dead
   */
  ImportReport run(UserId actor, String id, PairFormat format, InputStream body)
      throws IOException {
    RunId runId =
        states
            .begin(id, actor)
            .orElseThrow(() ->
                ProblemException.importRunning(
                    "import %s is running; wait for its end or choose another Import-Id"
                        .formatted(id)));
    ImportRun run = new ImportRun(actor, runId, batches, states, metrics, audit);
    metrics.begun();
    try {
      BoundedLines lines = new BoundedLines(body, format.maxLength());
      for (Optional<BoundedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        run.take(format.parse(line.get()));
      }
      run.store();
      return finished(runId, run);
    } catch (IOException | RuntimeException e) {
      failed(runId, run, e);
      throw e;
    } finally {
      metrics.ended();
    }
  }

  private ImportReport finished(RunId id, ImportRun run) {
    ImportReport report = run.stored();
    // If another run has begun by now, the row is about that one; this one is stored all the same.
    var _ = states.update(id, ImportState.FINISHED, run.storedLines(), report);
    LOG.info(
        "Import {} is done: {} lines, {} accepted, {} duplicates, {} rejected",
        id.importId(),
        run.storedLines(),
        report.accepted(),
        report.duplicates(),
        report.rejected());
    return report;
  }

  private void failed(RunId id, ImportRun run, Exception cause) {
    metrics.failed();
    LOG.warn(
        "Import {} broke off after line {}: {}. Send it again: what is stored counts as duplicate",
        id.importId(),
        run.storedLines(),
        cause.toString());
    try {
      states.fail(id, run.storedLines());
    } catch (RuntimeException e) {
      // It stays "running" without an update, which says the same a minute later.
      LOG.warn("The end of import {} could not be written down", id.importId(), e);
    }
  }
}
