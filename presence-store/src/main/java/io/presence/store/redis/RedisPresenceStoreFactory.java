package io.presence.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.EpollProvider;
import io.micronaut.configuration.lettuce.AbstractRedisConfiguration;
import io.micronaut.configuration.lettuce.DefaultRedisClientFactory;
import io.micronaut.configuration.lettuce.DefaultRedisClusterClientFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.serde.ObjectMapper;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * The store as beans, for any service that has this module on its class path: one client and one
 * shared connection for each process, to what {@code REDIS_URIS} names.
 *
 * <p>It stands in for Micronaut's factories, which take {@code redis.uris}, and so the variable
 * {@code REDIS_URIS}, for a cluster, and set no limits on a connection whose peer has died.
 */
@Factory
@Replaces(factory = DefaultRedisClientFactory.class)
final class RedisPresenceStoreFactory {
  /** How long a silent peer may stay silent before the connection counts as dead: about 5 s. */
  private static final Duration KEEP_ALIVE_IDLE = Duration.ofSeconds(2);

  private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);
  private static final int KEEP_ALIVE_PROBES = 3;
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

  /** Above what any pipeline of ours sends: 1,000 reports of two commands, from several threads. */
  private static final int MAX_QUEUED_COMMANDS = 100_000;

  @Singleton
  StoreSettings storeSettings(PresenceProperties properties) {
    return properties.settings();
  }

  @Singleton
  @Primary
  @Bean(preDestroy = "shutdown")
  RedisClient redisClient(@Primary AbstractRedisConfiguration configuration) {
    RedisClient client = RedisClient.create(uri(configuration));
    client.setOptions(options());
    return client;
  }

  @Singleton
  @Primary
  @Bean(preDestroy = "close")
  StatefulRedisConnection<String, String> redisConnection(@Primary RedisClient client) {
    return client.connect();
  }

  @Singleton
  PresenceStore presenceStore(
      @Primary StatefulRedisConnection<String, String> connection,
      @Primary RedisClient client,
      @Primary AbstractRedisConfiguration configuration,
      StoreSettings settings,
      ObjectMapper mapper) {
    return new RedisPresenceStore(connection.async(), client, uri(configuration), settings, mapper);
  }

  /** {@code REDIS_URIS}, else {@code redis.uri}. */
  static RedisURI uri(AbstractRedisConfiguration configuration) {
    List<RedisURI> uris = configuration.getUris();
    if (uris.size() > 1) {
      throw new ConfigurationException(
          "REDIS_URIS must name one node, got %d: %s".formatted(uris.size(), uris));
    }
    return uris.isEmpty() ? configuration.getUri().orElse(configuration) : uris.getFirst();
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
                .connectTimeout(RedisNode.TIMEOUT)
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

  /** {@code REDIS_URIS} would otherwise also make a cluster client of a single node. */
  @Factory
  @Replaces(factory = DefaultRedisClusterClientFactory.class)
  static final class NoClusterClient {}
}
