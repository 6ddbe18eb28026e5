package io.presence.graph.imports;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.graph.audit.Audit;
import io.presence.graph.relations.Pair;
import io.presence.web.ProblemException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One import while it runs. For one thread. */
final class ImportRun {
  /** Pairs in a transaction. */
  static final int BATCH = 5_000;

  /** Lines after which it is written down how far it has come, if no batch came together. */
  static final int LINES = 50_000;

  private final UserId actor;
  private final RunId id;
  private final PairBatch batches;
  private final ImportStates states;
  private final ImportMetrics metrics;
  private final Audit audit;
  private final SortedSet<Pair> batch = new TreeSet<>();
  private final ImportReport.Tally tally = new ImportReport.Tally();
  private ImportReport stored = tally.report();
  private long line;
  private long storedLines;

  ImportRun(
      UserId actor,
      RunId id,
      PairBatch batches,
      ImportStates states,
      ImportMetrics metrics,
      Audit audit) {
    this.actor = actor;
    this.id = id;
    this.batches = batches;
    this.states = states;
    this.metrics = metrics;
    this.audit = audit;
  }

  void take(PairLine said) {
    line++;
    switch (said) {
      case PairLine.Nothing nothing -> {}
      case PairLine.Bad bad -> tally.reject(line, bad.reason());
      case PairLine.Contacts contacts -> {
        if (!batch.add(contacts.pair())) {
          tally.duplicate();
        }
      }
    }
    if (batch.size() == BATCH || line - storedLines == LINES) {
      store();
    }
  }

  /** One transaction: the pairs, their line in the audit, and how far the import has come. */
  void store() {
    int size = batch.size();
    if (batch.isEmpty()) {
      writeDown(tally.report());
    } else {
      int fresh = batches.store(batch, accepted -> alongWith(accepted, size));
      tally.accept(fresh, size);
    }
    batch.clear();
    ImportReport now = tally.report();
    metrics.since(stored, now);
    stored = now;
    storedLines = line;
  }

  private void alongWith(List<Pair> fresh, int size) {
    int accepted = fresh.size();
    if (accepted > 0) {
      audit.ofImport(
          actor,
          id.importId(),
          new Batch(storedLines + 1, line, accepted, size - accepted),
          fresh.stream().map(Pair::lower).toList(),
          fresh.stream().map(Pair::higher).toList());
    }
    writeDown(tally.with(accepted, size));
  }

  /** Another run under this id ends this one, and undoes the batch in hand. */
  private void writeDown(ImportReport report) {
    if (!states.update(id, ImportState.RUNNING, line, report)) {
      throw ProblemException.importRunning(
          "import %s was begun anew, and ended after line %d here"
              .formatted(id.importId(), storedLines));
    }
  }

  /** What has become of the lines up to {@link #storedLines}. */
  ImportReport stored() {
    return stored;
  }

  long storedLines() {
    return storedLines;
  }

  /** What the audit says of a batch. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Batch(long fromLine, long toLine, int accepted, int duplicates) {}
}
