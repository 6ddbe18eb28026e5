package io.presence.store.redis;

import io.presence.contracts.LastSeen;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The write path: cuts a batch into {@link Rounds}, and sends what was only heard down the {@link
 * HotPath} and everything else through {@link ReportScripts}.
 */
final class RedisSessions implements Sessions {
  private final HotPath hotPath;
  private final ReportScripts scripts;

  RedisSessions(HotPath hotPath, ReportScripts scripts) {
    this.hotPath = hotPath;
    this.scripts = scripts;
  }

  @Override
  public List<Applied> apply(List<SessionReport> reports, Map<UserId, LastSeen> kept) {
    Applied[] answers = new Applied[reports.size()];
    // A user's later reports wait with the one that needs to know what is kept of them, or was not
    // answered.
    Map<UserId, Applied> waiting = new HashMap<>();
    for (List<Integer> round : Rounds.of(reports)) {
      List<Integer> heard = new ArrayList<>();
      List<Integer> others = new ArrayList<>();
      for (int i : round) {
        SessionReport report = reports.get(i);
        Applied earlier = waiting.get(report.userId());
        if (earlier != null) {
          answers[i] = earlier;
        } else {
          (report instanceof SessionReport.Heard ? heard : others).add(i);
        }
      }
      hotPath.apply(reports, heard, answers);
      scripts.apply(reports, others, kept, answers);
      for (int i : round) {
        if (!(answers[i] instanceof Applied.Done)) {
          waiting.put(reports.get(i).userId(), Objects.requireNonNull(answers[i]));
        }
      }
    }
    List<Applied> applied = Arrays.stream(answers).map(Objects::requireNonNull).toList();
    if (!applied.isEmpty() && applied.stream().allMatch(Applied.Unavailable.class::isInstance)) {
      throw ((Applied.Unavailable) applied.getFirst()).why();
    }
    return applied;
  }
}
