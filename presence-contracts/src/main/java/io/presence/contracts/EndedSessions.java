package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * The answer to {@code DELETE /v1/admin/sessions/{user}} and {@code DELETE
 * /internal/v1/sessions/{user}}.
 *
 * @param sessions that were ended now; empty when there were none
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EndedSessions(UserId userId, List<SessionId> sessions) {
  public EndedSessions {
    sessions = List.copyOf(sessions);
  }
}
