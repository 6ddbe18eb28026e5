package io.presence.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Sets limits for a Redis that is slow or dead on every client, before it connects. */
@Singleton
final class RedisClientOptions implements BeanCreatedEventListener<RedisClient> {
  /** A peer that is silent for 2 + 3 × 1 s is dead. */
  private static final Duration KEEP_ALIVE_IDLE = Duration.ofSeconds(2);

  private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(1);
  private static final int KEEP_ALIVE_PROBES = 3;

  /** So is one that does not acknowledge what was sent; keep-alive does not look meanwhile. */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(5);

  /** Far above what pipelines of ours send: 1,000 reports of two commands, from several threads. */
  private static final int MAX_QUEUED_COMMANDS = 100_000;

  @Override
  public RedisClient onCreated(BeanCreatedEvent<RedisClient> event) {
    RedisClient client = event.getBean();
    client.setOptions(options());
    return client;
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
}
