package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;

/**
 * A cluster: one connection to each primary, commands go by slot and follow redirects. Who holds
 * what is read again when a node cannot be reached or says that a slot has moved, and every few
 * seconds besides ({@link RedisClients}).
 *
 * <p>Writes and reads go to primaries alone: a replica is behind, and a version that is true as of
 * now must not be read there.
 */
final class RedisCluster implements RedisNodes {
  private final RedisClusterClient client;
  private final RedisClient single;
  private final StatefulRedisClusterConnection<String, String> connection;
  private final Disposable warming;
  private final AtomicLong refreshedAt = new AtomicLong(System.nanoTime());

  /**
   * @param client closed with this
   * @param single for subscriptions, which are each to one node; closed with this
   */
  RedisCluster(RedisClusterClient client, RedisClient single) {
    this.client = client;
    this.single = single;
    this.connection = client.connect(StringCodec.UTF8);
    warmUp();
    this.warming =
        client
            .getResources()
            .eventBus()
            .get()
            .filter(ClusterTopologyChangedEvent.class::isInstance)
            .subscribe(event -> warmUp());
  }

  /**
   * Opens the connections that commands will need. On one that is still being opened a command may
   * overtake another, and a time the data that it dates.
   */
  private void warmUp() {
    for (RedisURI primary : primaries()) {
      var _ = connection.getConnectionAsync(primary.getHost(), primary.getPort());
    }
  }

  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    return connection.async();
  }

  @Override
  public String nodeOf(String key) {
    RedisClusterNode node = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    return node == null ? "" : node.getNodeId();
  }

  @Override
  public int replicasFor(String key) {
    String primary = nodeOf(key);
    return (int)
        connection.getPartitions().stream()
            .filter(node -> primary.equals(node.getSlaveOf()))
            .filter(node -> !node.is(NodeFlag.FAIL) && !node.is(NodeFlag.EVENTUAL_FAIL))
            .count();
  }

  @Override
  public List<RedisURI> primaries() {
    return connection.getPartitions().stream()
        .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
        .map(RedisClusterNode::getUri)
        .toList();
  }

  @Override
  public Map<String, CompletableFuture<String>> info(String section) {
    Map<String, CompletableFuture<String>> answers = new HashMap<>();
    for (RedisURI primary : primaries()) {
      answers.put(
          RedisNodes.address(primary),
          connection
              .getConnectionAsync(primary.getHost(), primary.getPort())
              .thenCompose(node -> node.async().info(section)));
    }
    return answers;
  }

  @Override
  public AutoCloseable onChange(Runnable changed) {
    Disposable subscription =
        client
            .getResources()
            .eventBus()
            .get()
            .filter(ClusterTopologyChangedEvent.class::isInstance)
            .subscribe(event -> changed.run());
    return subscription::dispose;
  }

  @Override
  public StatefulRedisPubSubConnection<String, String> subscriber(RedisURI primary) {
    return single.connectPubSub(StringCodec.UTF8, primary);
  }

  /** A node that hangs breaks no connection, which is what else makes Lettuce look again. */
  @Override
  public void unanswered() {
    long now = System.nanoTime();
    long before = refreshedAt.get();
    if (now - before > RedisNodes.TIMEOUT.toNanos() && refreshedAt.compareAndSet(before, now)) {
      var _ = client.refreshPartitionsAsync();
    }
  }

  @Override
  public void close() {
    warming.dispose();
    RedisClients.close(single, client);
  }
}
