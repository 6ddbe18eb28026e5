package io.presence.stream;

import io.micronaut.context.annotation.Requires;
import io.presence.contracts.Delivery;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Applies a batch of reports, at most in two rounds: the second is for people whom the store did
 * not know, with what is kept of them. What a round has changed is published before the next one
 * begins, so that nobody waits for somebody else's lookup.
 *
 * <p>Blocks its caller, a virtual thread; safe for many. Nothing is announced of somebody who may
 * be invisible: without an answer of the {@link KeptSource} their reports are {@link
 * ReportResult#UNAVAILABLE}, and only theirs. Used by heartbeat-function, and by a gateway that
 * cannot reach it.
 */
@Singleton
@Requires(beans = PresenceStore.class)
public final class ReportWriter {
  private final PresenceStore store;
  private final ChangePublisher changes;
  private final DeliveryPublisher deliveries;
  private final Tracing tracing;

  ReportWriter(
      PresenceStore store, ChangePublisher changes, DeliveryPublisher deliveries, Tracing tracing) {
    this.store = store;
    this.changes = changes;
    this.deliveries = deliveries;
    this.tracing = tracing;
  }

  /**
   * @param batch what its traces follow goes on in the changes that are published
   * @param secondRoundFailed called when the store took the first round only; what is in the second
   *     stays unavailable and comes again
   * @return one result for each, in the same order
   * @throws StoreUnavailableException when the store took nothing
   */
  public List<ReportResult> write(ReportBatch batch, KeptSource kept, Runnable secondRoundFailed) {
    List<ReportResult> results =
        new ArrayList<>(Collections.nCopies(batch.reports().size(), ReportResult.UNAVAILABLE));
    WriteSteps steps = WriteSteps.begin(tracing, batch);
    try {
      write(batch.reports(), kept, secondRoundFailed, results, steps);
    } finally {
      steps.end(results);
    }
    return results;
  }

  private void write(
      List<SessionReport> reports,
      KeptSource kept,
      Runnable secondRoundFailed,
      List<ReportResult> results,
      WriteSteps steps) {
    List<Applied> first = store.sessions().apply(reports, Map.of());
    settle(reports, first, results, steps::of);

    SecondRound second = SecondRound.of(reports, first);
    if (!second.isEmpty()) {
      second.positions().forEach(position -> results.set(position, ReportResult.UNAVAILABLE));
      try {
        again(reports, second, kept.of(second.users()), results, steps);
      } catch (StoreUnavailableException e) {
        secondRoundFailed.run();
      }
    }
  }

  private void again(
      List<SessionReport> reports,
      SecondRound second,
      Map<UserId, LastSeen> known,
      List<ReportResult> results,
      WriteSteps steps) {
    List<Integer> positions = second.positionsOf(reports, known.keySet());
    if (positions.isEmpty()) {
      return;
    }
    List<SessionReport> repeated = positions.stream().map(reports::get).toList();
    List<Applied> applied = store.sessions().apply(repeated, known);
    List<ReportResult> repeatedResults =
        new ArrayList<>(Collections.nCopies(positions.size(), ReportResult.UNAVAILABLE));
    settle(repeated, applied, repeatedResults, i -> steps.of(positions.get(i)));
    for (int i = 0; i < positions.size(); i++) {
      results.set(positions.get(i), repeatedResults.get(i));
    }
  }

  /**
   * Enters results and publishes changes; a report that still needs what is kept stays as it is.
   */
  private void settle(
      List<SessionReport> reports,
      List<Applied> applied,
      List<ReportResult> results,
      IntFunction<Step> steps) {
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i) instanceof Applied.Done done) {
        results.set(i, done.result());
        if (done.change() != null) {
          changes.publish(done.change(), steps.apply(i));
        }
        evict(reports.get(i).userId(), done);
      }
    }
  }

  private void evict(UserId user, Applied.Done done) {
    long version = done.change() == null ? 0 : done.change().version();
    for (Applied.Evicted evicted : done.evicted()) {
      deliveries.evict(
          new Delivery(
              evicted.gateway(),
              Delivery.Kind.EVICT,
              user,
              version,
              List.of(user),
              evicted.session()));
    }
  }
}
