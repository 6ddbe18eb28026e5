package io.presence.graph.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of an import.
 *
 * @param accepted pairs that are contacts now and were not before
 * @param duplicates pairs that were contacts before, or came earlier in the import
 * @param rejected lines that were not understood
 * @param errors the first 100 of those
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ImportReport(long accepted, long duplicates, long rejected, List<BadLine> errors) {
  static final int MAX_ERRORS = 100;

  /**
   * @param line counted from 1
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record BadLine(long line, String reason) {}

  /** Adds up while the import runs. For one thread. */
  static final class Tally {
    private final List<BadLine> errors = new ArrayList<>();
    private long accepted;
    private long duplicates;
    private long rejected;

    void accept(int fresh, int of) {
      accepted += fresh;
      duplicates += of - fresh;
    }

    void duplicate() {
      duplicates++;
    }

    void reject(long line, String reason) {
      rejected++;
      if (errors.size() < MAX_ERRORS) {
        errors.add(new BadLine(line, reason));
      }
    }

    /** As {@link #report} will be once {@link #accept} was told this. */
    ImportReport with(int fresh, int of) {
      return new ImportReport(
          accepted + fresh, duplicates + of - fresh, rejected, List.copyOf(errors));
    }

    ImportReport report() {
      return new ImportReport(accepted, duplicates, rejected, List.copyOf(errors));
    }
  }
}
