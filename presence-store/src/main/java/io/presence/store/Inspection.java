package io.presence.store;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the store holds of one person, for people who ask why; times are epoch
 * milliseconds.
 *
 * @param known false when the store has nothing: the rest says so
 * @param now of the node, read before the data
 * @param status as last decided
 * @param version of the last change; 0 for none
 * @param lastSeen when frozen, at their last end; what living sessions say is newer
 * @param hand as set; an expired status may still be in it
 * @param cause of the last change; null when it is not known
 * @param changedAt when that was; null when it is not known
 * @param sessions in the registry, by when they were heard, the newest first
 */
public record Inspection(
    boolean known,
    long now,
    Status status,
    long version,
    long lastSeen,
    HandSet hand,
    @Nullable Cause cause,
    @Nullable Long changedAt,
    List<Registered> sessions) {
  public Inspection {
    sessions = List.copyOf(sessions);
  }

  /** Of somebody of whom the store knows nothing. */
  public static Inspection nothing(long now) {
    return new Inspection(false, now, Status.OFFLINE, 0, 0, HandSet.NOTHING, null, null, List.of());
  }

  /**
   * A session whose end has not been decided.
   *
   * @param activeAt when the person last did something on it
   * @param heardAt when it was last heard
   * @param leaseMillis what is left of its lease; 0 when that has run out and the decision is due
   * @param lost whether its connection ended without a goodbye
   * @param signedOff whether its device is signed off: then it does not count
   */
  public record Registered(
      SessionId session,
      DeviceId device,
      DeviceType deviceType,
      GatewayId gateway,
      long activeAt,
      long heardAt,
      long leaseMillis,
      boolean lost,
      boolean signedOff) {}
}
