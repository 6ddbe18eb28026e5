package io.presence.expiry.rooms;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.presence.store.RecentChanges;

/**
 * How rooms are counted.
 *
 * @param roomIntervalMs {@code PRESENCE_ROOM_INTERVAL_MS}: how often the viewers of a room are told
 * @param roomAskIntervalMs {@code PRESENCE_ROOM_ASK_INTERVAL_MS}: how often it is looked who wants
 *     a room at once
 * @param roomDiscoveryMs {@code PRESENCE_ROOM_DISCOVERY_MS}: how often it is looked for rooms that
 *     are watched and not counted, as after another worker has died
 * @param roomRepairMembers {@code PRESENCE_ROOM_REPAIR_MEMBERS}: members of a room that are read
 *     again each interval although nothing says that they changed
 */
@ConfigurationProperties("presence")
record RoomSettings(
    @Bindable(defaultValue = "30000") long roomIntervalMs,
    @Bindable(defaultValue = "200") long roomAskIntervalMs,
    @Bindable(defaultValue = "5000") long roomDiscoveryMs,
    @Bindable(defaultValue = "2000") int roomRepairMembers) {
  RoomSettings {
    // What changed is known for so long; half of it is left for delays.
    long longest = RecentChanges.KEPT.toMillis() / 2;
    require(
        roomIntervalMs >= 100 && roomIntervalMs <= longest,
        "PRESENCE_ROOM_INTERVAL_MS must be 100-%d, got %d".formatted(longest, roomIntervalMs));
    require(
        roomAskIntervalMs >= 10 && roomAskIntervalMs <= 2_000,
        "PRESENCE_ROOM_ASK_INTERVAL_MS must be 10-2000, got " + roomAskIntervalMs);
    require(
        roomDiscoveryMs >= 100 && roomDiscoveryMs <= longest,
        "PRESENCE_ROOM_DISCOVERY_MS must be 100-%d, got %d".formatted(longest, roomDiscoveryMs));
    require(
        roomRepairMembers >= 1 && roomRepairMembers <= 5_000,
        "PRESENCE_ROOM_REPAIR_MEMBERS must be 1-5000, got " + roomRepairMembers);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
