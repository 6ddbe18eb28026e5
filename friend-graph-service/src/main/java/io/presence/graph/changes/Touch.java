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
 * @param pullOnly on which side of the push limit the user's audience is, when it has crossed it
 */
record Touch(
    UserId user, @Nullable UserId other, @Nullable RoomId room, @Nullable Boolean pullOnly) {
  Touch(UserId user, @Nullable UserId other, @Nullable RoomId room) {
    this(user, other, room, null);
  }

  Touch(UserId user, @Nullable UserId other) {
    this(user, other, null, null);
  }

  static Touch crossed(UserId user, boolean pullOnly) {
    return new Touch(user, null, null, pullOnly);
  }
}
