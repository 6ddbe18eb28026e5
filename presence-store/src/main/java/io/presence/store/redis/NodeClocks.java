package io.presence.store.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code TIME} of the nodes that one pipeline asks, of each once: the clock of what runs no script.
 * Ask it before the data that it dates: a node answers in order, so the time is early by what lies
 * between and never in the future, and no clock of ours can drift.
 *
 * <p>A key that has just moved may be dated by the node that had it before: nodes' clocks must
 * agree to a few milliseconds, which NTP sees to.
 */
final class NodeClocks {
  private final RedisNodes nodes;
  private final Pipeline pipeline;
  private final Map<String, CompletableFuture<Long>> times = HashMap.newHashMap(4);

  NodeClocks(RedisNodes nodes, Pipeline pipeline) {
    this.nodes = nodes;
    this.pipeline = pipeline;
  }

  /** The time of the node that holds the key, milliseconds; joined after the pipeline's await. */
  CompletableFuture<Long> of(String key) {
    return times.computeIfAbsent(
        nodes.nodeOf(key),
        node ->
            pipeline.add(
                nodes
                    .commands()
                    .dispatch(
                        CommandType.TIME,
                        new ValueListOutput<>(StringCodec.UTF8),
                        new RoutedBy(key)),
                NodeClocks::millis));
  }

  /** What TIME answers, seconds and microseconds, as milliseconds. */
  private static long millis(List<String> time) {
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }
}
