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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries outbox rows to Kafka, a batch at a time: takes them with a lock, publishes them, deletes
 * those that were acknowledged. A crash in between publishes again. Rows of which Redis has not
 * been told are told first; they stay when it does not answer.
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
   * One batch.
   *
   * @param taken rows that were due
   * @param delivered those of them that Kafka has acknowledged
   * @param cause the first reason why some were not; null when all were
   * @param crossed whose audience was seen to have crossed the push limit: rows of their own wait
   */
  record Pass(int taken, int delivered, @Nullable Throwable cause, List<UserId> crossed) {
    boolean stuck() {
      return delivered < taken;
    }

    /** Whether more rows are due at once. */
    boolean more() {
      return taken == BATCH || !crossed.isEmpty();
    }
  }

  Pass relay() {
    Pass pass = transactions.executeWrite(status -> carry());
    crossings.tell(pass.crossed());
    return pass;
  }

  private Pass carry() {
    List<OutboxRow> rows = outbox.take(BATCH, UNTOLD_AFTER);
    List<Throwable> failures = new ArrayList<>();
    List<Long> delivered = publish(withVersions(rows, failures), failures);
    List<UserId> crossed = List.of();
    if (!delivered.isEmpty()) {
      crossed = crossings.settle(haveOtherContacts(rows, Set.copyOf(delivered)));
      outbox.delete(delivered);
    }
    metrics.relayed(delivered.size(), rows.size() - delivered.size());
    Throwable cause = failures.isEmpty() ? null : failures.getFirst();
    return new Pass(rows.size(), delivered.size(), cause, crossed);
  }

  private static List<UserId> haveOtherContacts(List<OutboxRow> rows, Set<Long> delivered) {
    return rows.stream()
        .filter(row -> delivered.contains(row.id()) && row.mayChangeContacts())
        .map(OutboxRow::user)
        .distinct()
        .toList();
  }

  private List<OutboxRow> withVersions(List<OutboxRow> rows, List<Throwable> failures) {
    List<OutboxRow> told = new ArrayList<>(rows.stream().filter(row -> !row.untold()).toList());
    List<OutboxRow> untold = rows.stream().filter(OutboxRow::untold).toList();
    if (!untold.isEmpty()) {
      try {
        Map<UserId, Long> raised = versions.bump(untold);
        untold.forEach(row -> told.add(row.withVersion(raised.get(row.user()))));
      } catch (StoreUnavailableException e) {
        // Counted where it happened. They wait; those that Redis knows need not.
        failures.add(e);
      }
    }
    return told;
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
