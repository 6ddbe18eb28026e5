package io.presence.graph.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What the audit says of somebody who was taken out of the graph: what is lost with them. How many,
 * not who: the others have done nothing.
 *
 * @param showOnlineStatus as they had set it; absent if they had not
 * @param showLastSeen as they had set it; absent if they had not
 * @param blocks that they had made
 * @param exceptions that they had made
 * @param requests that they had sent and nobody had answered
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Departed(
    UserId userId,
    @Nullable String name,
    @Nullable String pictureUrl,
    @Nullable String showOnlineStatus,
    @Nullable String showLastSeen,
    int contacts,
    int blocks,
    int exceptions,
    int requests,
    int rooms) {
  static Departed of(
      UserId user, @Nullable Person person, @Nullable Privacy privacy, Departure.Taken taken) {
    return new Departed(
        user,
        person == null ? null : person.name(),
        person == null ? null : person.pictureUrl(),
        privacy == null ? null : privacy.showOnlineStatus(),
        privacy == null ? null : privacy.showLastSeen(),
        taken.contacts(),
        taken.blocks(),
        taken.exceptions(),
        taken.requests(),
        taken.rooms());
  }
}
