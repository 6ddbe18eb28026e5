package io.presence.graph.changes;

import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.UserId;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries outbox rows to Kafka, a batch at a time: takes them with a lock, publishes them, deletes
 * those that were acknowledged. A crash in between publishes again. Redis is told first, and in a
 * transaction of its own, of the rows of which it has not been: what is saved comes into force also
 * while Kafka is away, however many rows wait for it.
 *
 * <p>Every row has been committed, and stays until here: so this is also where it is noticed that
 * somebody's audience has crossed the push limit, whoever changed it and however that ended.
 */
@Singleton
class OutboxRelay {
  static final int BATCH = 500;

  /** Longer than a request needs from its commit to the raised versions. */
  static final Duration UNTOLD_AFTER = Duration.ofSeconds(2);

  private final TransactionOperations<Connection> transactions;
  private final Outbox outbox;
  private final Versions versions;
  private final Crossings crossings;
  private final GraphChangesTopic topic;
  private final ChangesMetrics metrics;

  OutboxRelay(
      TransactionOperations<Connection> transactions,
      Outbox outbox,
      Versions versions,
      Crossings crossings,
      GraphChangesTopic topic,
      ChangesMetrics metrics) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.versions = versions;
    this.crossings = crossings;
    this.topic = topic;
    this.metrics = metrics;
  }

  /**
   * One batch for Redis, and one for Kafka.
   *
   * @param taken rows that were due for either, but for those that Redis was told
   * @param delivered those of them that Kafka has acknowledged
   * @param full whether either batch was a whole one
   * @param cause the first reason why some were not; null when all were
   * @param crossed whose audience was seen to have crossed the push limit: rows of their own wait
   */
  record Pass(
      int taken, int delivered, boolean full, @Nullable Throwable cause, List<UserId> crossed) {
    boolean stuck() {
      return delivered < taken;
    }

    /** Whether more rows are due at once. */
    boolean more() {
      return full || !crossed.isEmpty();
    }
  }

  Pass relay() {
    Telling told = transactions.executeWrite(status -> tell());
    Pass pass = transactions.executeWrite(status -> carry(told));
    crossings.tell(pass.crossed());
    return pass;
  }

  /**
   * Rows of which Redis had not been told.
   *
   * @param failure null if it knows them now
   */
  private record Telling(int rows, @Nullable Throwable failure) {
    int left() {
      return failure == null ? 0 : rows;
    }
  }

  private Telling tell() {
    List<OutboxRow> rows = outbox.takeUntold(BATCH, UNTOLD_AFTER);
    if (rows.isEmpty()) {
      return new Telling(0, null);
    }
    try {
      outbox.told(rows, versions.bump(rows));
      return new Telling(rows.size(), null);
    } catch (StoreUnavailableException e) {
      // Counted where it happened. They wait; those that Redis knows need not.
      return new Telling(rows.size(), e);
    }
  }

  private Pass carry(Telling told) {
    List<OutboxRow> rows = outbox.takeTold(BATCH);
    List<Throwable> failures = new ArrayList<>();
    Throwable untold = told.failure();
    if (untold != null) {
      failures.add(untold);
    }
    List<Long> delivered = publish(rows, failures);
    List<UserId> crossed = List.of();
    if (!delivered.isEmpty()) {
      crossed = crossings.settle(haveOtherContacts(rows, Set.copyOf(delivered)));
      outbox.delete(delivered);
    }
    int taken = told.left() + rows.size();
    metrics.relayed(delivered.size(), taken - delivered.size());
    return new Pass(
        taken,
        delivered.size(),
        told.rows() == BATCH || rows.size() == BATCH,
        failures.isEmpty() ? null : failures.getFirst(),
        crossed);
  }

  private static List<UserId> haveOtherContacts(List<OutboxRow> rows, Set<Long> delivered) {
    return rows.stream()
        .filter(row -> delivered.contains(row.id()) && row.mayChangeContacts())
        .map(OutboxRow::user)
        .distinct()
        .toList();
  }

  /** Returns the ids of rows that were acknowledged, and adds why the others were not. */
  private List<Long> publish(List<OutboxRow> rows, List<Throwable> failures) {
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    for (OutboxRow row : rows) {
      CompletableFuture<Long> acknowledged = send(row);
      sent.add(acknowledged);
      // Without a broker each send would wait for one: the rest has to come back anyway.
      if (acknowledged.isCompletedExceptionally()) {
        break;
      }
    }
    return sent.stream().flatMap(row -> acknowledged(row, failures)).toList();
  }

  /** Waits no longer than the producer's delivery timeout. */
  private static Stream<Long> acknowledged(CompletableFuture<Long> sent, List<Throwable> failures) {
    try {
      return Stream.of(sent.join());
    } catch (CompletionException | CancellationException e) {
      failures.add(e);
      return Stream.empty();
    }
  }

  private CompletableFuture<Long> send(OutboxRow row) {
    long version = Objects.requireNonNull(row.version());
    var change = new GraphChanged(row.user(), row.other(), row.room(), version, row.pullOnly());
    return topic.publish(row.user().value(), change).thenApply(metadata -> row.id());
  }
}
