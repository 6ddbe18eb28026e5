package io.presence.graph.changes;

import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.UserId;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door for writes that change who may see whom. */
@Singleton
public class GraphChanges {
  private static final Logger LOG = LoggerFactory.getLogger(GraphChanges.class);

  private final TransactionOperations<Connection> transactions;
  private final Outbox outbox;
  private final Versions versions;
  private final RelayLoop relay;
  private final ChangesMetrics metrics;

  GraphChanges(
      TransactionOperations<Connection> transactions,
      Outbox outbox,
      Versions versions,
      RelayLoop relay,
      ChangesMetrics metrics) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.versions = versions;
    this.relay = relay;
    this.metrics = metrics;
  }

  /**
   * Runs the work in a transaction, commits it with its outbox rows, and returns once the versions
   * of everybody it touched have been raised. A work that changed nothing raises nothing, but
   * finishes what an earlier attempt about the same people committed and could not raise: so a
   * client that repeats a request after a 503 can trust the success.
   *
   * @param work writes, and tells the {@link Effects} what it did; may throw to roll back
   * @return what the work returned
   * @throws ProblemException 503 if the change is committed but the versions could not be raised
   */
  public <T> T commit(Function<Effects, T> work) {
    Committed<T> committed = transactions.executeWrite(status -> run(work));
    if (!committed.untold().isEmpty()) {
      tell(committed.untold());
    }
    return committed.answer();
  }

  /** Those about whom anything is saved whose versions may not have been raised yet. */
  public Set<UserId> underWay(Collection<UserId> users) {
    Set<UserId> underWay = new HashSet<>();
    for (OutboxRow row : outbox.untold(users)) {
      underWay.add(row.user());
      UserId other = row.other();
      if (other != null) {
        underWay.add(other);
      }
    }
    underWay.retainAll(Set.copyOf(users));
    return underWay;
  }

  private <T> Committed<T> run(Function<Effects, T> work) {
    Effects effects = new Effects();
    T answer = work.apply(effects);
    outbox.append(effects.touches());
    List<OutboxRow> untold =
        effects.concerned().isEmpty() ? List.of() : outbox.untold(effects.concerned());
    return new Committed<>(answer, untold);
  }

  private void tell(List<OutboxRow> rows) {
    Map<UserId, Long> raised;
    try {
      raised = versions.bump(rows);
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable(
          "the change is saved but not yet in force everywhere; send the request again", e);
    }
    metrics.committed(rows.size());
    markTold(rows, raised);
    relay.nudge();
  }

  /** The change is in force; if this fails, the relay raises the versions once more. */
  private void markTold(List<OutboxRow> rows, Map<UserId, Long> raised) {
    try {
      outbox.told(rows, raised);
    } catch (RuntimeException e) {
      metrics.markFailed();
      LOG.warn(
          "{} outbox rows were not marked: the relay raises their versions again", rows.size(), e);
    }
  }

  private record Committed<T>(T answer, List<OutboxRow> untold) {}
}
