package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /internal/v1/audit/evictions} of friend-graph-service, which keeps the audit: an
 * admin is about to end sessions by hand, or has ended them.
 *
 * @param actor who does
 * @param userId whose sessions
 * @param only these of them; empty for all
 * @param ended what came of it; null before the act
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EvictionNote(
    UserId actor, UserId userId, List<SessionId> only, @Nullable EndedSessions ended) {
  public EvictionNote {
    only = List.copyOf(only);
  }

  /** The same, done. */
  public EvictionNote with(EndedSessions result) {
    return new EvictionNote(actor, userId, only, result);
  }
}
