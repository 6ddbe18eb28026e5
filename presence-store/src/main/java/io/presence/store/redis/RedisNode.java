package io.presence.store.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;

/**
 * The shared connection, and how long callers wait for it. The commands are those that a cluster's
 * connection has too.
 *
 * <p>Safe to share between threads. Not closed here: whoever opened the connection closes it.
 */
record RedisNode(RedisClusterAsyncCommands<String, String> commands, Duration timeout) {
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Commands to be sent together and awaited once. */
  Pipeline pipeline() {
    return new Pipeline(commands, timeout);
  }

  /**
   * The node's TIME, milliseconds: the clock of the hot path, which runs no script. Asked before
   * the batch that uses it: what is computed from it is early by one round trip and never in the
   * future, and no clock of ours can drift. On a cluster each node has its own: ask the node of the
   * shard.
   */
  long time() {
    Pipeline pipeline = pipeline();
    var time = pipeline.add(commands.time());
    pipeline.await();
    return millis(time.join());
  }

  /** What TIME answers, seconds and microseconds, as milliseconds. */
  static long millis(List<String> time) {
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }
}
