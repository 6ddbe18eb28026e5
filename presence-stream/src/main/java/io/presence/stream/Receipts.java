package io.presence.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts what was sent against what was settled, so that a sender of many records can wait for all.
 * One thread sends and waits; settlements come from any thread.
 */
public final class Receipts {
  private int open;
  private int lost;

  /** One more record is on its way. */
  public synchronized Settlement expect() {
    open++;
    return this::settle;
  }

  private synchronized void settle(boolean acknowledged) {
    open--;
    if (!acknowledged) {
      lost++;
    }
    notifyAll();
  }

  /**
   * Waits until everything expected so far is settled.
   *
   * @return whether all of it was acknowledged in time
   */
  public synchronized boolean allAcknowledged(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return lost == 0;
  }
}
