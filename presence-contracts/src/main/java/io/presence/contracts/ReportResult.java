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
 * @param unknown with {@link Outcome#ENDED}: true when the store knows nothing of the session, not
 *     even that it ended, as after it was emptied; else null
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportResult(Outcome outcome, @Nullable Me me, @Nullable Boolean unknown) {
  public static final ReportResult OK = new ReportResult(Outcome.OK, null);
  public static final ReportResult ENDED = new ReportResult(Outcome.ENDED, null);
  public static final ReportResult UNKNOWN = new ReportResult(Outcome.ENDED, null, true);
  public static final ReportResult UNAVAILABLE = new ReportResult(Outcome.UNAVAILABLE, null);

  /** One of a session that the store knows of. */
  public ReportResult(Outcome outcome, @Nullable Me me) {
    this(outcome, me, null);
  }

  public boolean isUnknown() {
    return Boolean.TRUE.equals(unknown);
  }

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
