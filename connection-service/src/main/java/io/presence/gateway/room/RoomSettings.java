package io.presence.gateway.room;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Rooms on this gateway.
 *
 * @param roomAggregateFrom {@code PRESENCE_ROOM_AGGREGATE_FROM}: a room with so many members is
 *     counted, a smaller one is told person by person
 * @param roomsPerSession {@code PRESENCE_ROOMS_PER_SESSION}: that one session may subscribe to
 * @param roomAnswerTimeoutMs {@code PRESENCE_ROOM_ANSWER_TIMEOUT_MS}: how long a client waits for
 *     the first count of a room
 * @param roomCountsAtOnce {@code PRESENCE_ROOM_COUNTS_AT_ONCE}: of one gateway that are waited for;
 *     further ones are answered {@code unavailable}
 */
@ConfigurationProperties("presence")
record RoomSettings(
    @Bindable(defaultValue = "100") int roomAggregateFrom,
    @Bindable(defaultValue = "50") int roomsPerSession,
    @Bindable(defaultValue = "10000") long roomAnswerTimeoutMs,
    @Bindable(defaultValue = "20000") int roomCountsAtOnce) {
  /** Of a lookup: what is told person by person must be one. */
  private static final int LARGEST_SMALL_ROOM = 500;

  RoomSettings {
    require(
        roomAggregateFrom >= 1 && roomAggregateFrom <= LARGEST_SMALL_ROOM,
        "PRESENCE_ROOM_AGGREGATE_FROM must be 1-%d, got %d"
            .formatted(LARGEST_SMALL_ROOM, roomAggregateFrom));
    require(
        roomsPerSession >= 1,
        "PRESENCE_ROOMS_PER_SESSION must be at least 1, got " + roomsPerSession);
    require(
        roomAnswerTimeoutMs >= 100,
        "PRESENCE_ROOM_ANSWER_TIMEOUT_MS must be at least 100, got " + roomAnswerTimeoutMs);
    require(
        roomCountsAtOnce >= 1,
        "PRESENCE_ROOM_COUNTS_AT_ONCE must be at least 1, got " + roomCountsAtOnce);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
