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
   * @throws ProblemException 409 if an import with this id is running
   */
  ImportReport run(UserId actor, String id, PairFormat format, InputStream body)
      throws IOException {
    if (!states.begin(id, actor)) {
      throw ProblemException.importRunning(
          "import %s is running; wait for its end or choose another Import-Id".formatted(id));
    }
    ImportRun run = new ImportRun(actor, id, batches, states, metrics, audit);
    metrics.begun();
    try {
      BoundedLines lines = new BoundedLines(body, format.maxLength());
      for (Optional<BoundedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        run.take(format.parse(line.get()));
      }
      run.store();
      return finished(id, run);
    } catch (IOException | RuntimeException e) {
      failed(id, run, e);
      throw e;
    } finally {
      metrics.ended();
    }
  }

  private ImportReport finished(String id, ImportRun run) {
    ImportReport report = run.stored();
    states.update(id, ImportState.FINISHED, run.storedLines(), report);
    LOG.info(
        "Import {} is done: {} lines, {} accepted, {} duplicates, {} rejected",
        id,
        run.storedLines(),
        report.accepted(),
        report.duplicates(),
        report.rejected());
    return report;
  }

  private void failed(String id, ImportRun run, Exception cause) {
    metrics.failed();
    LOG.warn(
        "Import {} broke off after line {}: {}. Send it again: what is stored counts as duplicate",
        id,
        run.storedLines(),
        cause.toString());
    try {
      states.update(id, ImportState.FAILED, run.storedLines(), run.stored());
    } catch (RuntimeException e) {
      // It stays "running" without an update, which says the same a minute later.
      LOG.warn("The end of import {} could not be written down", id, e);
    }
  }
}
