package io.presence.lastseen;

import io.presence.lastseen.history.SessionNews;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records of {@code presence.changes} that somebody else has fetched, folded as {@link
 * ChangesConsumer} folds its own, in one upsert: for a function, to which Lambda brings a batch and
 * whose offsets it commits. All of a batch or nothing; idempotent. Blocks its caller.
 */
@Singleton
public final class FetchedChanges {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedChanges.class);

  private final ChangeReader reader;
  private final LastSeenTable table;
  private final LastSeenMetrics metrics;

  FetchedChanges(ChangeReader reader, LastSeenTable table, LastSeenMetrics metrics) {
    this.reader = reader;
    this.table = table;
    this.metrics = metrics;
  }

  /**
   * A record that is no change is skipped, so that one producer's mistake stops nobody.
   *
   * @param records at most as many as Lambda hands over at a time
   * @return how many people were in them
   * @throws RuntimeException when Postgres took none of them: they must come again
   */
  public int write(Collection<Fetched> records) {
    Fold fold = new Fold();
    int unreadable = 0;
    for (Fetched record : records) {
      switch (reader.read(record.value())) {
        case ChangeReader.Reading.Change(Kept kept, SessionNews sessions) -> {
          fold.add(kept);
          if (sessions != null) {
            fold.add(sessions);
          }
        }
        case ChangeReader.Reading.Unreadable(String reason) -> {
          // One line per batch at most.
          if (unreadable++ == 0) {
            LOG.warn("skipped {}: {}; look at what its producer writes", record.place(), reason);
          }
        }
      }
    }
    metrics.read(records.size() - unreadable);
    metrics.unreadable(unreadable);
    if (!fold.isEmpty()) {
      upsert(fold);
    }
    return fold.size();
  }

  private void upsert(Fold fold) {
    long start = System.nanoTime();
    boolean written = false;
    try {
      table.upsert(fold.all(), fold.sessions());
      written = true;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (written) {
        metrics.flushed(fold.size(), took);
      } else {
        metrics.flushFailed(took);
      }
    }
  }

  /**
   * A record.
   *
   * @param place where it lies, for the log: topic, partition and offset
   * @param value as it lies in Kafka; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Fetched(String place, byte @Nullable [] value) {}
}
