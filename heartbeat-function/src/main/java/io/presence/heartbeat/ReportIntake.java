package io.presence.heartbeat;

import io.presence.contracts.Delivery;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.ChangePublisher;
import io.presence.stream.DeliveryPublisher;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Applies a batch, at most in two rounds: the second is for people whom the store did not know,
 * with what last-seen-persister keeps of them. What a round has changed is published before the
 * next one begins, so that nobody waits for somebody else's lookup.
 *
 * <p>Blocks its caller, a virtual thread; safe for many. Nothing is announced of somebody who may
 * be invisible: without an answer of the persister their reports are {@link
 * ReportResult#UNAVAILABLE}, and only theirs.
 */
@Singleton
final class ReportIntake {
  private final PresenceStore store;
  private final KeptLookup kept;
  private final ChangePublisher changes;
  private final DeliveryPublisher deliveries;
  private final HeartbeatMetrics metrics;

  ReportIntake(
      PresenceStore store,
      KeptLookup kept,
      ChangePublisher changes,
      DeliveryPublisher deliveries,
      HeartbeatMetrics metrics) {
    this.store = store;
    this.kept = kept;
    this.changes = changes;
    this.deliveries = deliveries;
    this.metrics = metrics;
  }

  /**
   * @param reports at most as many as a batch may hold
   * @return one result for each, in the same order
   * @throws StoreUnavailableException when the store took nothing
   */
  List<ReportResult> take(List<SessionReport> reports) {
    List<ReportResult> results =
        new ArrayList<>(Collections.nCopies(reports.size(), ReportResult.UNAVAILABLE));
    List<Applied> first = store.sessions().apply(reports, Map.of());
    settle(reports, first, results);

    SecondRound second = SecondRound.of(reports, first);
    if (!second.isEmpty()) {
      second.positions().forEach(position -> results.set(position, ReportResult.UNAVAILABLE));
      again(reports, second, results);
    }
    metrics.answered(results);
    return results;
  }

  private void again(List<SessionReport> reports, SecondRound second, List<ReportResult> results) {
    Map<UserId, LastSeen> known = kept.of(second.users());
    List<Integer> positions = second.positionsOf(reports, known.keySet());
    if (positions.isEmpty()) {
      return;
    }
    List<SessionReport> repeated = positions.stream().map(reports::get).toList();
    try {
      List<Applied> applied = store.sessions().apply(repeated, known);
      List<ReportResult> repeatedResults =
          new ArrayList<>(Collections.nCopies(positions.size(), ReportResult.UNAVAILABLE));
      settle(repeated, applied, repeatedResults);
      for (int i = 0; i < positions.size(); i++) {
        results.set(positions.get(i), repeatedResults.get(i));
      }
    } catch (StoreUnavailableException e) {
      // The first round stands and is answered; these stay unavailable and come again.
      metrics.secondRoundFailed();
    }
  }

  /**
   * Enters results and publishes changes; a report that still needs what is kept stays as it is.
   */
  private void settle(
      List<SessionReport> reports, List<Applied> applied, List<ReportResult> results) {
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i) instanceof Applied.Done done) {
        results.set(i, done.result());
        if (done.change() != null) {
          changes.publish(done.change());
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
