package io.presence.store;

import io.presence.contracts.LastSeen;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.util.List;
import java.util.Map;

/** Applies what gateways report of sessions. */
public interface Sessions {
  /**
   * Applies reports. Those of one user are applied in the order of the list, each atomically; those
   * of different users in any order. Sent as one pipeline (a second one only for leases that turn
   * out to be gone). A {@link SessionReport.Heard} that changes nothing runs no script.
   *
   * <p>Idempotent: repeating a report gives the same state and no second change.
   *
   * @param reports any number; callers bound it
   * @param kept for users that the store may not know, what last-seen-persister keeps of them; a
   *     user without a row there is {@link #nothingKept}. Ignored for users that the store knows
   * @return one for each report, in the same order; {@link Applied.Unavailable} for users whose
   *     part of the store did not answer
   * @throws StoreUnavailableException when no part did
   */
  List<Applied> apply(List<SessionReport> reports, Map<UserId, LastSeen> kept);

  /** What is kept of somebody nobody has seen before. */
  static LastSeen nothingKept(UserId user) {
    return new LastSeen(user, 0, 0, io.presence.contracts.HandSet.NOTHING);
  }
}
