package io.presence.graph.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.graph.Etag;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's privacy makes of one other person: a row of {@code privacy_exceptions}, and what
 * {@code /v1/users/{id}/privacy/exceptions} answers.
 *
 * @param userId the other person
 * @param showOnlineStatus {@code allow}, {@code deny}, or absent: as for everybody
 * @param showLastSeen {@code allow}, {@code deny}, or absent: as for everybody
 * @param since when it was last changed
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExceptionFor(
    UserId userId,
    @Nullable String showOnlineStatus,
    @Nullable String showLastSeen,
    WireTime since) {
  Etag etag() {
    return Etag.of(showOnlineStatus, showLastSeen, since.text());
  }
}
