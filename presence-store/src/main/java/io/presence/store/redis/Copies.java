package io.presence.store.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandType;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Waits until what was written has been copied to a replica, so that it outlives its primary. A
 * cluster acknowledges writes before that: a replica that is promoted may lack the last moments.
 * What sessions lose so, they bring back by themselves; what must not be lost is waited for.
 *
 * <p>A node that has no replica that is well has nobody to wait for. {@code WAIT} holds up whatever
 * is sent on the same connection after it: only for what is rare.
 */
final class Copies {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RedisNodes nodes;

  Copies(RedisNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * @param keys that this process has written
   * @throws StoreUnavailableException when a replica has not taken it in time
   */
  void await(Collection<String> keys) {
    Map<String, CompletableFuture<Long>> copies = new HashMap<>();
    Pipeline pipeline = nodes.pipeline();
    for (String key : keys) {
      if (nodes.replicasFor(key) > 0) {
        copies.computeIfAbsent(nodes.nodeOf(key), node -> ask(pipeline, key));
      }
    }
    pipeline.await();
    if (copies.values().stream().anyMatch(copied -> copied.join() == 0)) {
      throw new StoreUnavailableException(
          "no replica has taken what was written within %d ms".formatted(PATIENCE.toMillis()),
          new TimeoutException());
    }
  }

  private CompletableFuture<Long> ask(Pipeline pipeline, String key) {
    RoutedBy args = new RoutedBy(key);
    args.add(1).add(PATIENCE.toMillis());
    return pipeline.add(
        nodes.commands().dispatch(CommandType.WAIT, new IntegerOutput<>(StringCodec.UTF8), args));
  }
}
