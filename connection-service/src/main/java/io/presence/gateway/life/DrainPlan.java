package io.presence.gateway.life;

/**
 * When which client is sent away. Pure.
 *
 * <p>Nobody at first, so that a balancer learns that this gateway takes no more; then one after the
 * other, evenly over a window that grows with their number, so that those who take them over are
 * not run over. What is left of the time is for closing and reporting.
 *
 * @param lead until the first
 * @param window from the first to the last
 */
record DrainPlan(long lead, long window) {
  private static final long LONGEST_LEAD_MILLIS = 1_000;
  private static final long PACE_MILLIS = 20;

  static DrainPlan of(long drainMillis, int clients) {
    long lead = Math.min(LONGEST_LEAD_MILLIS, drainMillis / 10);
    return new DrainPlan(lead, Math.min(drainMillis * 6 / 10 - lead, clients * PACE_MILLIS));
  }

  /**
   * @param index of the client, from 0
   * @param jitter from 0 to below 1: where in its slot
   */
  long afterMillis(int index, int clients, double jitter) {
    return lead + (long) (window * (index + jitter) / clients);
  }

  /** By then all have been sent away. */
  long endMillis() {
    return lead + window;
  }

  /** How long may be waited for what follows, once and once more. */
  static long restMillis(long drainMillis) {
    return drainMillis / 5;
  }
}
