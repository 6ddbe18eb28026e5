package io.presence.gateway.session;

/**
 * When one client was heard and when its person was active, and what follows: a ping, a renewal, a
 * write of activity, the end. Times are milliseconds of one clock, given by the caller. Each method
 * is atomic.
 */
public final class Liveness {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Timing timing;
  private final long beganAt;
  private long heardAt;
  private long pingedAt = NEVER;
  private long renewedAt;
  private long activeAt = NEVER;
  private long activityWrittenAt = NEVER;

  public Liveness(Timing timing, long now) {
    this.timing = timing;
    beganAt = now;
    heardAt = now;
    renewedAt = now;
  }

  /** What is due. */
  public enum Due {
    NOTHING,
    /** It was silent for a heartbeat interval: ask. */
    PING,
    /** The person was active, and it is time to write that. */
    ACTIVITY,
    /** It was silent for the TTL: it counts as gone. */
    END
  }

  public synchronized void heard(long now) {
    heardAt = Math.max(heardAt, now);
  }

  /**
   * The person did something.
   *
   * @return whether that is to be written at once; else {@link #due} says when
   */
  public synchronized boolean active(long now) {
    activeAt = Math.max(activeAt, now);
    return activityIsDue(now);
  }

  public synchronized Due due(long now) {
    if (now - heardAt >= timing.ttlMs()) {
      return Due.END;
    }
    if (activityIsDue(now)) {
      return Due.ACTIVITY;
    }
    boolean silent = now - heardAt >= timing.heartbeatIntervalMs();
    if (silent && now - pingedAt >= timing.heartbeatIntervalMs()) {
      pingedAt = now;
      return Due.PING;
    }
    return Due.NOTHING;
  }

  private boolean activityIsDue(long now) {
    return activityWaits() && now - activityWrittenAt >= timing.activityIntervalMs();
  }

  /** Whether the person was active since the last write of it. */
  public synchronized boolean activityWaits() {
    return activeAt > activityWrittenAt;
  }

  /** When the person was last active; the caller writes that now, so it counts as written. */
  public synchronized long writeActivity() {
    activityWrittenAt = activeAt;
    return activeAt;
  }

  /** How long ago the person did something; to connect was something. */
  public synchronized long inactiveMillis(long now) {
    return Math.max(0, now - Math.max(beganAt, activeAt));
  }

  public synchronized long heardAt() {
    return heardAt;
  }

  /** Whether it was heard since what was last renewed. */
  public synchronized boolean renewalWaits() {
    return heardAt > renewedAt;
  }

  /** The lease is gone, whatever it reflected. */
  public synchronized void renewAgain() {
    renewedAt = NEVER;
  }

  /** The lease reflects that it was heard at that time. */
  public synchronized void renewed(long heardAt) {
    renewedAt = Math.max(renewedAt, heardAt);
  }
}
