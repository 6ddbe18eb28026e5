package io.presence.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes clients with limits for a Redis that is slow, dead or elsewhere. */
final class RedisClients {
  /** A peer that is silent for 2 + 3 × 1 s is dead. */
  private static final Duration KEEP_ALIVE_IDLE = Duration.ofSeconds(2);

  private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);
  private static final int KEEP_ALIVE_PROBES = 3;

  /** So is one that does not acknowledge what was sent; keep-alive does not look meanwhile. */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

  /** Far above what pipelines of ours send: 1,000 reports of two commands, from several threads. */
  private static final int MAX_QUEUED_COMMANDS = 100_000;

  /** Connections are tried again at random moments up to so far apart: not all of us at once. */
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(1);

  private static final int RECONNECT_BASE_MILLIS = 50;

  /** How often a cluster is asked who holds what, when nothing suggests that it has changed. */
  private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(10);

  /** How often at most, when something does. */
  private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

  private RedisClients() {}

  /** For one server, or for subscriptions. */
  static RedisClient single() {
    RedisClient client = RedisClient.create(resources());
    client.setOptions(options());
    return client;
  }

  /**
   * @param seeds some nodes; the others are asked for
   */
  static RedisClusterClient cluster(List<RedisURI> seeds) {
    RedisClusterClient client = RedisClusterClient.create(resources(), seeds);
    client.setOptions(clusterOptions());
    return client;
  }

  /** Closes clients and what they stand on; returns when that is done, or has taken too long. */
  static void close(AbstractRedisClient... clients) {
    for (AbstractRedisClient client : clients) {
      client.shutdown(0, RedisNodes.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      client
          .getResources()
          .shutdown(0, RedisNodes.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(RedisNodes.TIMEOUT.toMillis());
    }
  }

  private static ClientResources resources() {
    return DefaultClientResources.builder()
        .reconnectDelay(
            Delay.fullJitter(
                Duration.ofMillis(RECONNECT_BASE_MILLIS),
                LONGEST_RECONNECT,
                RECONNECT_BASE_MILLIS,
                TimeUnit.MILLISECONDS))
        .build();
  }

  /**
   * Commands are refused while there is no connection, instead of being kept: a heartbeat that
   * arrives after an outage of unknown length is worse than one that has failed.
   */
  static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MAX_QUEUED_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(RedisNodes.TIMEOUT)
                .keepAlive(
                    KeepAliveOptions.builder()
                        .enable()
                        .idle(KEEP_ALIVE_IDLE)
                        .interval(KEEP_ALIVE_INTERVAL)
                        .count(KEEP_ALIVE_PROBES)
                        .build())
                .tcpUserTimeout(
                    TcpUserTimeoutOptions.builder()
                        // Only the native transport can set it; elsewhere Lettuce would warn.
                        .enable(EpollProvider.isAvailable())
                        .tcpUserTimeout(UNACKNOWLEDGED)
                        .build())
                .build())
        .build();
  }

  private static ClusterClientOptions clusterOptions() {
    return ClusterClientOptions.builder(options())
        // A redirect may lead to a node that has just come: followed before it is known.
        .validateClusterNodeMembership(false)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(TOPOLOGY_PERIOD)
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
                .refreshTriggersReconnectAttempts(1)
                .build())
        .build();
  }
}
