package io.presence.lastseen;

import io.presence.contracts.LastSeen;

/** Asks as other services do. */
public final class LastSeenDoor {
  private LastSeenDoor() {}

  public static LastSeen.Batch lastSeen(Object controller, String userIds) {
    return ((LastSeenController) controller).lastSeen(userIds);
  }
}
