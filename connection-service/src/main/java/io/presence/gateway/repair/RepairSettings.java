package io.presence.gateway.repair;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How what was told is compared with what is true.
 *
 * @param syncIntervalMs {@code PRESENCE_SYNC_INTERVAL_MS}: after a lost update, a viewer is right
 *     again at the latest so long after the change
 * @param repairLookups {@code PRESENCE_REPAIR_LOOKUPS}: viewers for whom a gateway looks again in
 *     one second; the others wait
 */
@ConfigurationProperties("presence")
public record RepairSettings(
    @Bindable(defaultValue = "5000") long syncIntervalMs,
    @Bindable(defaultValue = "500") int repairLookups) {
  private static final long LONGEST_GRACE_MILLIS = 1_000;

  /** Of the rate of lookups, what may go to what is looked at without a reason. */
  private static final double UNREASONED = 0.02;

  public RepairSettings {
    if (syncIntervalMs < 100) {
      throw new IllegalArgumentException(
          "PRESENCE_SYNC_INTERVAL_MS must be at least 100, got " + syncIntervalMs);
    }
    if (repairLookups < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_REPAIR_LOOKUPS must be at least 1, got " + repairLookups);
    }
  }

  /** A younger change may still be on its way. */
  long graceMillis() {
    return Math.min(LONGEST_GRACE_MILLIS, syncIntervalMs / 5);
  }

  /** A change that was too young in one round is old enough in the next, within the interval. */
  public long roundMillis() {
    return syncIntervalMs - graceMillis();
  }

  /** How many sessions, or rooms, are looked at in a round without a reason; at least one. */
  public int unreasonedPerRound() {
    return (int) Math.ceil(repairLookups * UNREASONED * roundMillis() / 1_000);
  }
}
