package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.micronaut.serde.ObjectMapper;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisServer;

/**
 * A real Redis for one test class: the one that {@code REDIS_URIS} names (its database 15, which is
 * emptied), else the bundled binary on a free port of the loopback interface.
 */
final class TestRedis implements TestServer {
  private static final int DATABASE = 15;

  private final RedisServer server;
  private final boolean ownServer;
  private final RedisURI uri;
  private final RedisClient client = RedisClients.single();
  private final List<RedisNodes> opened = new ArrayList<>();
  private final StatefulRedisConnection<String, String> connection;

  TestRedis() {
    String given = System.getenv("REDIS_URIS");
    ownServer = given == null;
    int port = ownServer ? freePort() : 0;
    server =
        RedisServer.builder()
            .port(port)
            .setting("save \"\"")
            .setting("notify-keyspace-events Ex")
            .build();
    if (ownServer) {
      server.start();
    }
    uri = RedisURI.create(ownServer ? "redis://127.0.0.1:" + port : given);
    uri.setDatabase(DATABASE);
    connection = client.connect(uri);
    connection.sync().flushdb();
  }

  /** Whether it is ours to stop. */
  boolean isOwn() {
    return ownServer;
  }

  void start() {
    server.start();
  }

  void stop() {
    server.stop();
  }

  RedisURI uri() {
    return uri;
  }

  @Override
  public RedisClusterCommands<String, String> redis() {
    return connection.sync();
  }

  @Override
  public List<RedisClusterCommands<String, String>> nodes() {
    return List.of(connection.sync());
  }

  @Override
  public void empty() {
    connection.sync().flushdb();
  }

  @Override
  public PresenceStore open(StoreSettings settings) {
    RedisNodes nodes = new SingleRedis(RedisClients.single(), uri);
    opened.add(nodes);
    return new RedisPresenceStore(nodes, settings, ObjectMapper.getDefault());
  }

  @Override
  public void close() {
    opened.forEach(RedisNodes::close);
    RedisClients.close(client);
    if (ownServer) {
      server.stop();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
