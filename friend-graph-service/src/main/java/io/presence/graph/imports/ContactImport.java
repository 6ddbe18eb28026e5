package io.presence.graph.imports;

import io.presence.graph.relations.Pair;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads lines, a batch at a time, and stores each batch. Blocks its caller until the end. */
@Singleton
class ContactImport {
  static final int BATCH = 5_000;

  private final PairBatch batches;

  ContactImport(PairBatch batches) {
    this.batches = batches;
  }

  ImportReport run(InputStream body) throws IOException {
    BoundedLines lines = new BoundedLines(body, PairLine.MAX_LENGTH);
    ImportReport.Tally tally = new ImportReport.Tally();
    SortedSet<Pair> batch = new TreeSet<>();
    Optional<BoundedLines.Line> line = lines.next();
    for (long number = 1; line.isPresent(); number++, line = lines.next()) {
      switch (PairLine.parse(line.get())) {
        case PairLine.Nothing nothing -> {}
        case PairLine.Bad bad -> tally.reject(number, bad.reason());
        case PairLine.Contacts contacts -> {
          if (!batch.add(contacts.pair())) {
            tally.duplicate();
          }
        }
      }
      if (batch.size() == BATCH) {
        store(batch, tally);
      }
    }
    store(batch, tally);
    return tally.report();
  }

  private void store(SortedSet<Pair> batch, ImportReport.Tally tally) {
    if (!batch.isEmpty()) {
      tally.accept(batches.store(batch), batch.size());
      batch.clear();
    }
  }
}
