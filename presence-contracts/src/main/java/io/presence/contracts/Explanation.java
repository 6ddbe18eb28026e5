package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a viewer sees of a subject what they see: for admins and support, never for the viewer. */
public final class Explanation {
  private Explanation() {}

  /**
   * One link of the chain, in the order in which the rules were asked.
   *
   * @param code stable, for programs: {@code blocked_by_subject}, {@code privacy_nobody}, …
   * @param text one sentence, for people
   * @param at since when, or when it happened; null when that is not known
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Reason(String code, String text, @Nullable WireTime at) {}

  /**
   * {@code GET /internal/v1/explain?viewer&subject} of friend-graph-service: the part that the
   * graph and privacy have in it.
   *
   * @param sight what {@link Visibility} decided from these reasons
   * @param graphVersion of the subject, read before the rest
   * @param reasons what the decision rests on; never empty
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record OfGraph(
      UserId viewer,
      UserId subject,
      boolean contact,
      Sight sight,
      long graphVersion,
      List<Reason> reasons) {
    public OfGraph {
      reasons = List.copyOf(reasons);
    }
  }
}
