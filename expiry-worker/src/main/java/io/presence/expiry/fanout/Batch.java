package io.presence.expiry.fanout;

import io.presence.contracts.PresenceChanged;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees a batch through: tries again, with growing pauses, until all of it is told or its thread is
 * interrupted. The store, the friend graph and Kafka may be away for as long as they like.
 */
@Singleton
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** A failure that is nobody's absence is a bug: after so many the batch is left to repair. */
  private static final int MAX_UNEXPECTED = 5;

  private final FanOut fanOut;
  private final FanOutMetrics metrics;

  Batch(FanOut fanOut, FanOutMetrics metrics) {
    this.fanOut = fanOut;
    this.metrics = metrics;
  }

  void tell(List<PresenceChanged> changes) throws InterruptedException {
    List<News> todo = News.of(changes);
    metrics.folded(changes.size(), todo.size());
    long pause = FIRST_PAUSE_MILLIS;
    int unexpected = 0;
    while (!todo.isEmpty()) {
      try {
        todo = fanOut.tell(todo);
      } catch (StoreUnavailableException e) {
        // The sweeper says so; the batch waits, and is counted below.
      } catch (RuntimeException e) {
        unexpected++;
        LOG.error(
            "Telling {} news failed, attempt {} of {}", todo.size(), unexpected, MAX_UNEXPECTED, e);
        if (unexpected == MAX_UNEXPECTED) {
          metrics.abandoned(todo.size());
          return;
        }
      }
      if (!todo.isEmpty()) {
        metrics.retried();
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }
}
