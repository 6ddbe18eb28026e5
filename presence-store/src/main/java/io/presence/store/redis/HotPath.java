package io.presence.store.redis;

import io.lettuce.core.ExpireArgs;
import io.lettuce.core.ZAddArgs;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Heartbeats. One that changes nothing is a pipelined {@code PEXPIREAT GT} and {@code ZADD XX GT},
 * no script (invariant Idle is nearly free); only a lease that could not be moved runs one.
 *
 * <p>GT never shortens a lease, whatever order reports come in. It answers 0 when the lease is
 * gone, and also when it already ends later: the script tells the two apart.
 */
final class HotPath {
  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final ReportScripts scripts;
  private final long ttlMillis;

  HotPath(RedisNodes nodes, RedisKeys keys, ReportScripts scripts, long ttlMillis) {
    this.nodes = nodes;
    this.keys = keys;
    this.scripts = scripts;
    this.ttlMillis = ttlMillis;
  }

  /** Answers the {@code Heard} reports at the given indexes. */
  void apply(List<SessionReport> reports, List<Integer> indexes, Applied[] answers) {
    if (indexes.isEmpty()) {
      return;
    }
    Pipeline asked = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(asked);
    List<CompletableFuture<Long>> times = new ArrayList<>(indexes.size());
    for (int i : indexes) {
      times.add(clocks.of(keys.seen(reports.get(i).userId())));
    }
    asked.settle();

    Pipeline pipeline = nodes.pipeline();
    Map<Integer, CompletableFuture<Boolean>> renewed = LinkedHashMap.newLinkedHashMap(times.size());
    for (int n = 0; n < indexes.size(); n++) {
      int i = indexes.get(n);
      CompletableFuture<Long> time = times.get(n);
      if (Pipeline.isAnswered(time)) {
        renewed.put(i, renew(pipeline, (SessionReport.Heard) reports.get(i), time.join()));
      } else {
        answers[i] = new Applied.Unavailable(asked.unavailable(time));
      }
    }
    pipeline.settle();

    List<Integer> unmoved = new ArrayList<>();
    renewed.forEach((i, moved) -> {
      if (!Pipeline.isAnswered(moved)) {
        answers[i] = new Applied.Unavailable(pipeline.unavailable(moved));
      } else if (moved.join()) {
        answers[i] = ReportScripts.DONE;
      } else {
        unmoved.add(i);
      }
    });
    scripts.hear(reports, unmoved, answers);
  }

  private CompletableFuture<Boolean> renew(
      Pipeline pipeline, SessionReport.Heard report, long now) {
    UserId user = report.userId();
    long heardAt = now - ReportScripts.age(report.ageMillis());
    CompletableFuture<Boolean> renewed =
        pipeline.add(
            nodes
                .commands()
                .pexpireat(
                    keys.live(user, report.sessionId()),
                    heardAt + ttlMillis,
                    ExpireArgs.Builder.gt()));
    pipeline.send(
        nodes
            .commands()
            .zadd(
                keys.seen(user),
                ZAddArgs.Builder.xx().gt(),
                (double) heardAt,
                RedisKeys.member(user, report.sessionId())));
    return renewed;
  }
}
