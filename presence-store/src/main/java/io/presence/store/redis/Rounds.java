package io.presence.store.redis;

import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a batch of reports into rounds that are sent one after the other. A round holds at most one
 * script of each user, so that a user's reports keep their order even when a script has to be sent
 * again in full. Most batches are one round.
 */
final class Rounds {
  private Rounds() {}

  /** Indexes of the reports: each comes in the round after the last script before it. */
  static List<List<Integer>> of(List<SessionReport> reports) {
    List<List<Integer>> rounds = new ArrayList<>();
    Map<UserId, Integer> scripts = new HashMap<>();
    for (int i = 0; i < reports.size(); i++) {
      SessionReport report = reports.get(i);
      int round =
          report instanceof SessionReport.Heard
              ? scripts.getOrDefault(report.userId(), 0)
              : scripts.merge(report.userId(), 1, Integer::sum) - 1;
      while (rounds.size() <= round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(i);
    }
    return rounds;
  }
}
