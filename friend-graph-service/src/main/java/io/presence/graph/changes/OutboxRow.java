package io.presence.graph.changes;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A change that Kafka has not acknowledged.
 *
 * @param version the graph version of {@code user} that includes the change; null until Redis has
 *     been told
 */
record OutboxRow(
    long id, UserId user, @Nullable UserId other, @Nullable RoomId room, @Nullable Long version) {
  OutboxRow withVersion(@Nullable Long raised) {
    return new OutboxRow(id, user, other, room, raised);
  }

  boolean untold() {
    return version == null;
  }
}
