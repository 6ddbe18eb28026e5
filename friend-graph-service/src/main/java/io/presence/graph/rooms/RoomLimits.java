package io.presence.graph.rooms;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large a room may be.
 *
 * @param maxRoomMembers {@code PRESENCE_GRAPH_MAX_ROOM_MEMBERS}: of one room
 */
@ConfigurationProperties("presence.graph")
record RoomLimits(@Bindable(defaultValue = "100000") int maxRoomMembers) {
  RoomLimits {
    if (maxRoomMembers < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_GRAPH_MAX_ROOM_MEMBERS must be at least 1, got " + maxRoomMembers);
    }
  }
}
