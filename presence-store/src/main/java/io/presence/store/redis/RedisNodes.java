package io.presence.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The servers that hold the data, and how commands reach them: {@link SingleRedis}, or the
 * primaries of a {@link RedisCluster}. Whoever writes a command names a key, and need not know
 * which of the two it is; a script touches the keys of one slot.
 *
 * <p>Safe to share between threads. Closed by whoever opened it.
 */
interface RedisNodes extends AutoCloseable {
  /** How long a caller waits for answers. */
  Duration TIMEOUT = Duration.ofSeconds(2);

  /** Commands of the shared connection; each goes to the node of its first key. */
  RedisClusterAsyncCommands<String, String> commands();

  /** The node that holds a key now: the same word for all keys that it holds. */
  String nodeOf(String key);

  /** How many replicas, that are well, the node of a key has; 0 when nobody knows. */
  int replicasFor(String key);

  /** Those that hold keys, and so announce which expire. */
  List<RedisURI> primaries();

  /** What each of the {@link #primaries} says of itself, by its {@link #address}; not awaited. */
  Map<String, CompletableFuture<String>> info(String section);

  /** Calls back, on a thread that must not be blocked, when {@link #primaries} may have changed. */
  AutoCloseable onChange(Runnable changed);

  /**
   * A connection of the caller's own to one of the {@link #primaries}, restored by itself.
   *
   * @throws io.lettuce.core.RedisException when it cannot be had
   */
  StatefulRedisPubSubConnection<String, String> subscriber(RedisURI primary);

  /** A node has not answered in time: somebody else may have taken its place. Never blocks. */
  void unanswered();

  /** Commands to be sent together and awaited once. */
  default Pipeline pipeline() {
    return new Pipeline(commands(), TIMEOUT, this::unanswered);
  }

  /** The clocks of the nodes that the pipeline asks. */
  default NodeClocks clocks(Pipeline pipeline) {
    return new NodeClocks(this, pipeline);
  }

  /** How people name a node. */
  static String address(RedisURI node) {
    return node.getHost() + ":" + node.getPort();
  }

  @Override
  void close();
}
