package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one {@link SessionReport}.
 *
 * @param me the person's own status after it; present for connected and status_set that were
 *     applied
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportResult(Outcome outcome, @Nullable Me me) {
  public static final ReportResult OK = new ReportResult(Outcome.OK, null);
  public static final ReportResult ENDED = new ReportResult(Outcome.ENDED, null);
  public static final ReportResult UNAVAILABLE = new ReportResult(Outcome.UNAVAILABLE, null);

  /** What became of a report. */
  @Serdeable
  public enum Outcome {
    /** Applied, now or before. */
    OK,
    /**
     * The session has ended, or was never begun: a gateway that still holds its socket begins a new
     * one.
     */
    ENDED,
    /** Not applied: something it needs did not answer. Send it again. */
    UNAVAILABLE;

    @com.fasterxml.jackson.annotation.JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @com.fasterxml.jackson.annotation.JsonCreator
    public static Outcome ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The answer to a {@link ReportBatch}.
   *
   * @param results one for each report, in the same order
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Batch(List<ReportResult> results) {
    public Batch {
      results = List.copyOf(results);
    }
  }
}
