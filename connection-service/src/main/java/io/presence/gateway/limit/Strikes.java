package io.presence.gateway.limit;

/**
 * Tells a client that runs into a limit from one that does not care: refusals without a pause
 * between any two. Thread-safe.
 */
public final class Strikes {
  private static final long PARDON_MILLIS = 2_000;

  private final int patience;

  private int refused;
  private long refusedAt;

  /**
   * @param patience refusals without a pause that are not yet enough
   */
  public Strikes(int patience) {
    this.patience = patience;
  }

  /**
   * Something was refused.
   *
   * @return whether that is enough
   */
  public synchronized boolean isEnough(long nowMillis) {
    refused = nowMillis - refusedAt > PARDON_MILLIS ? 1 : refused + 1;
    refusedAt = nowMillis;
    return refused > patience;
  }
}
