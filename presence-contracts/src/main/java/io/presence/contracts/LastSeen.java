package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * What last-seen-persister keeps of one person: an item of {@code GET
 * /internal/v1/last-seen?user_ids=}.
 *
 * @param lastSeen epoch milliseconds
 * @param version of the newest change folded in
 * @param hand what they have set by hand
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastSeen(UserId userId, long lastSeen, long version, HandSet hand) {

  /**
   * The answer.
   *
   * @param items of those that are known, in no order; unknown ids are left out
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Batch(List<LastSeen> items) {
    /** How many ids one request may name. */
    public static final int MAX_USER_IDS = 500;

    public Batch {
      items = List.copyOf(items);
    }
  }
}
