package io.presence.graph.changes;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One person's relations have changed: one outbox row, later one record on {@code graph.changes}.
 *
 * @param other the other person, when it concerns only these two; the user, when it concerns
 *     nobody's sight
 * @param room the room that the user has joined or left
 */
record Touch(UserId user, @Nullable UserId other, @Nullable RoomId room) {
  Touch(UserId user, @Nullable UserId other) {
    this(user, other, null);
  }
}
