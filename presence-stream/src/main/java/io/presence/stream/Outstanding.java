package io.presence.stream;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the changes that were handed over and are not settled yet (acknowledged by Kafka and
 * confirmed in the ledger, or given up), and the evictions that are still to be written. For a
 * process that is frozen between requests, such as a function: it must not answer before nothing is
 * on its way. A service that runs on never asks.
 *
 * <p>Safe for all threads. Other deliveries are not counted: whoever writes them has receipts.
 */
@Singleton
public final class Outstanding {
  private int open;

  synchronized void began(int more) {
    open += more;
  }

  synchronized void ended(int fewer) {
    open -= fewer;
    if (open == 0) {
      notifyAll();
    }
  }

  /**
   * Waits until nothing is on its way.
   *
   * @return false when something still was after that time; the ledger remembers it
   */
  public synchronized boolean settled(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
