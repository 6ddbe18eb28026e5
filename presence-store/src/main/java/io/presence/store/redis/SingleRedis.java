package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One server; one shared connection, and one for each subscription. */
final class SingleRedis implements RedisNodes {
  private final RedisClient client;
  private final RedisURI uri;
  private final StatefulRedisConnection<String, String> connection;

  /**
   * @param client closed with this
   */
  SingleRedis(RedisClient client, RedisURI uri) {
    this(client, uri, client.connect(StringCodec.UTF8, uri));
  }

  SingleRedis(
      RedisClient client, RedisURI uri, StatefulRedisConnection<String, String> connection) {
    this.client = client;
    this.uri = uri;
    this.connection = connection;
  }

  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    return connection.async();
  }

  @Override
  public String nodeOf(String key) {
    return "";
  }

  @Override
  public int replicasFor(String key) {
    return 0;
  }

  @Override
  public List<RedisURI> primaries() {
    return List.of(uri);
  }

  @Override
  public Map<String, CompletableFuture<String>> info(String section) {
    return Map.of(RedisNodes.address(uri), connection.async().info(section).toCompletableFuture());
  }

  @Override
  public AutoCloseable onChange(Runnable changed) {
    return () -> {};
  }

  @Override
  public StatefulRedisPubSubConnection<String, String> subscriber(RedisURI primary) {
    return client.connectPubSub(StringCodec.UTF8, primary);
  }

  @Override
  public void unanswered() {
    // There is nobody else.
  }

  @Override
  public void close() {
    RedisClients.close(client);
  }
}
