package io.presence.stream;

import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which reports of a batch are applied again: from a user's first report that needs what is kept,
 * all of that user's, in order. One in between may have been applied already (another gateway made
 * the user known meanwhile): repeating it is harmless, leaving it out would let an earlier report
 * overtake it.
 *
 * @param positions in the batch, ascending
 * @param users whose reports they are, in order of appearance
 */
record SecondRound(List<Integer> positions, Set<UserId> users) {

  static SecondRound of(List<SessionReport> reports, List<Applied> applied) {
    List<Integer> positions = new ArrayList<>();
    Set<UserId> users = new LinkedHashSet<>();
    for (int i = 0; i < reports.size(); i++) {
      UserId user = reports.get(i).userId();
      if (applied.get(i) instanceof Applied.NeedsKept) {
        users.add(user);
      }
      if (users.contains(user)) {
        positions.add(i);
      }
    }
    return new SecondRound(positions, users);
  }

  boolean isEmpty() {
    return positions.isEmpty();
  }

  /** The positions of those users only. */
  List<Integer> positionsOf(List<SessionReport> reports, Set<UserId> known) {
    return positions.stream().filter(i -> known.contains(reports.get(i).userId())).toList();
  }
}
