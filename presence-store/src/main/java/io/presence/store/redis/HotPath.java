package io.presence.store.redis;

import io.lettuce.core.ExpireArgs;
import io.lettuce.core.ZAddArgs;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Heartbeats. One that changes nothing is a pipelined {@code PEXPIREAT GT} and {@code ZADD XX GT},
 * no script (invariant Idle is nearly free); only a lease that could not be moved runs one.
 *
 * <p>GT never shortens a lease, whatever order reports come in. It answers 0 when the lease is
 * gone, and also when it already ends later: the script tells the two apart.
 */
final class HotPath {
  private final RedisNode node;
  private final RedisKeys keys;
  private final ReportScripts scripts;
  private final long ttlMillis;

  HotPath(RedisNode node, RedisKeys keys, ReportScripts scripts, long ttlMillis) {
    this.node = node;
    this.keys = keys;
    this.scripts = scripts;
    this.ttlMillis = ttlMillis;
  }

  /** Answers the {@code Heard} reports at the given indexes. */
  void apply(List<SessionReport> reports, List<Integer> indexes, Applied[] answers) {
    if (indexes.isEmpty()) {
      return;
    }
    long now = node.time();
    Pipeline pipeline = node.pipeline();
    List<CompletableFuture<Boolean>> renewed = new ArrayList<>(indexes.size());
    for (int i : indexes) {
      renewed.add(renew(pipeline, (SessionReport.Heard) reports.get(i), now));
    }
    pipeline.await();

    List<Integer> unmoved = new ArrayList<>();
    for (int n = 0; n < indexes.size(); n++) {
      if (renewed.get(n).join()) {
        answers[indexes.get(n)] = ReportScripts.DONE;
      } else {
        unmoved.add(indexes.get(n));
      }
    }
    scripts.hear(reports, unmoved, answers);
  }

  private CompletableFuture<Boolean> renew(
      Pipeline pipeline, SessionReport.Heard report, long now) {
    UserId user = report.userId();
    long heardAt = now - ReportScripts.age(report.ageMillis());
    CompletableFuture<Boolean> renewed =
        pipeline.add(
            node.commands()
                .pexpireat(
                    keys.live(user, report.sessionId()),
                    heardAt + ttlMillis,
                    ExpireArgs.Builder.gt()));
    pipeline.send(
        node.commands()
            .zadd(
                keys.seen(user),
                ZAddArgs.Builder.xx().gt(),
                (double) heardAt,
                RedisKeys.member(user, report.sessionId())));
    return renewed;
  }
}
