package io.presence.store.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.micronaut.serde.ObjectMapper;
import io.presence.local.servers.RedisCluster;
import io.presence.local.servers.RedisWire;
import io.presence.local.servers.TestCluster;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Redis Cluster for one test class: the shared one, or one of its own to break. */
final class TestRedisCluster implements TestServer {
  private final TestCluster cluster;
  private final boolean own;
  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, String> connection;
  private final List<RedisNodes> opened = new ArrayList<>();

  private TestRedisCluster(TestCluster cluster, boolean own) {
    this.cluster = cluster;
    this.own = own;
    this.client =
        RedisClients.cluster(
            Stream.of(cluster.uris().split(",", -1))
                .map(io.lettuce.core.RedisURI::create)
                .collect(Collectors.toList()));
    this.connection = client.connect();
    empty();
  }

  /** Three primaries, which other classes use, too. */
  static TestRedisCluster shared() {
    return new TestRedisCluster(TestServers.redisCluster(), false);
  }

  static TestRedisCluster own(int primaries, int replicas) {
    return new TestRedisCluster(TestCluster.start(primaries, replicas), true);
  }

  TestCluster servers() {
    return cluster;
  }

  RedisCluster operator() {
    return cluster.operator();
  }

  /** The port of the node that holds a key. */
  int portOf(String key) {
    return operator().primaryOf(SlotHash.getSlot(key));
  }

  @Override
  public RedisClusterCommands<String, String> redis() {
    return connection.sync();
  }

  @Override
  public List<RedisClusterCommands<String, String>> nodes() {
    return connection.getPartitions().stream()
        .filter(node -> node.getRole().isUpstream())
        .<RedisClusterCommands<String, String>>map(
            node -> connection.getConnection(node.getNodeId()).sync())
        .toList();
  }

  /** By its own wire: who is a primary changes in tests. */
  @Override
  public long calls(String command) {
    Pattern stats = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)");
    return operator().primaries().stream()
        .map(port -> stats.matcher(RedisWire.text(port, "INFO", "commandstats")))
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Override
  public void empty() {
    operator().primaries().forEach(port -> RedisWire.ask(port, "FLUSHDB"));
  }

  /** As services open it. */
  RedisNodes open() {
    RedisNodes nodes = RedisAddress.parse(cluster.uris()).open();
    opened.add(nodes);
    return nodes;
  }

  @Override
  public PresenceStore open(StoreSettings settings) {
    return new RedisPresenceStore(open(), settings, ObjectMapper.getDefault());
  }

  @Override
  public void close() {
    opened.forEach(RedisNodes::close);
    RedisClients.close(client);
    if (own) {
      cluster.close();
    }
  }
}
