package io.presence.graph.changes;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A change that Kafka has not acknowledged.
 *
 * @param pullOnly on which side of the push limit the audience of {@code user} is, when it has
 *     crossed it
 * @param version the graph version of {@code user} that includes the change; null until Redis has
 *     been told
 */
record OutboxRow(
    long id,
    UserId user,
    @Nullable UserId other,
    @Nullable RoomId room,
    @Nullable Boolean pullOnly,
    @Nullable Long version) {
  /** Whether somebody's contacts may be more or fewer since. */
  boolean mayChangeContacts() {
    return room == null && pullOnly == null;
  }
}
