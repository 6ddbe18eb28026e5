package io.presence.lastseen;

import io.presence.contracts.Topics;
import io.presence.lastseen.history.SessionNews;
import io.presence.stream.DeadLetters;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes records of {@code presence.changes} that somebody else has fetched, folded as {@link
 * ChangesConsumer} folds its own, in one upsert: for a function, to which Lambda brings a batch and
 * whose offsets it commits when this has returned. All of a batch or nothing; idempotent. Blocks
 * its caller.
 *
 * <p>A record that cannot be read goes to the dead letters, and is acknowledged there before this
 * returns: one producer's mistake stops nobody, and nothing is lost. While they do not take it, it
 * is as if Postgres failed.
 */
@Singleton
public final class FetchedChanges {
  /** The first record of a process may find a client that does not know the topic yet. */
  private static final int BURIALS = 2;

  private final ChangeReader reader;
  private final LastSeenTable table;
  private final DeadLetters deadLetters;
  private final LastSeenMetrics metrics;

  FetchedChanges(
      ChangeReader reader, LastSeenTable table, DeadLetters deadLetters, LastSeenMetrics metrics) {
    this.reader = reader;
    this.table = table;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /**
   * @param records at most as many as Lambda hands over at a time
   * @return how many people were in them
   * @throws RuntimeException when Postgres, or the dead letters, did not take what is theirs: all
   *     of them must come again
   */
  public int write(Collection<ConsumerRecord<byte[], byte[]>> records) {
    Fold fold = new Fold();
    List<DeadLetters.Dead> dead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (reader.read(record.value())) {
        case ChangeReader.Reading.Change(Kept kept, SessionNews sessions) -> {
          fold.add(kept);
          if (sessions != null) {
            fold.add(sessions);
          }
        }
        case ChangeReader.Reading.Unreadable(String reason) ->
            dead.add(new DeadLetters.Dead(record, reason));
      }
    }
    metrics.read(records.size() - dead.size());
    metrics.unreadable(dead.size());
    if (!fold.isEmpty()) {
      upsert(fold);
    }
    bury(dead);
    return fold.size();
  }

  /** Reads a record that is no change, and forgets it: whoever runs this first has it loaded. */
  public void rehearse() {
    var _ = reader.read("{}".getBytes(StandardCharsets.UTF_8));
  }

  private void bury(List<DeadLetters.Dead> dead) {
    try {
      for (int i = 0; i < BURIALS; i++) {
        if (deadLetters.bury(ChangesTopic.GROUP, dead)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException(
        "%d records that cannot be read were not taken by %s: make the topic, or see to Kafka and to what the role may write; the batch comes again"
            .formatted(dead.size(), Topics.DEAD_LETTER));
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
}
