package io.presence.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.store.StoreUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis's own events of expired keys: a hint that a lease may be gone, late, more than once or
 * never. Nothing rests on them; the sweep is the clock.
 */
final class ExpiredLeases {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredLeases.class);
  private static final String SETTING = "notify-keyspace-events";

  private final RedisNodes nodes;

  ExpiredLeases(RedisNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * The hint is called on Lettuce's I/O thread.
   *
   * @throws StoreUnavailableException when no server can be subscribed to
   */
  AutoCloseable subscribe(BiConsumer<UserId, SessionId> hint) {
    var subscriptions = new PrimarySubscriptions(nodes, uri -> subscribe(uri, hint));
    subscriptions.begin();
    return subscriptions;
  }

  private StatefulRedisPubSubConnection<String, String> subscribe(
      RedisURI uri, BiConsumer<UserId, SessionId> hint) {
    StatefulRedisPubSubConnection<String, String> connection = nodes.subscriber(uri);
    try {
      problem(connection).ifPresent(problem -> LOG.warn("{}: {}", uri, problem));
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String key) {
              RedisKeys.lease(key).ifPresent(lease -> hint.accept(lease.user(), lease.session()));
            }
          });
      connection.sync().subscribe("__keyevent@" + uri.getDatabase() + "__:expired");
      return connection;
    } catch (RedisException e) {
      connection.close();
      throw e;
    }
  }

  /** Why the server sends no such events, and the command that mends it; empty when it does. */
  private static Optional<String> problem(
      StatefulRedisPubSubConnection<String, String> connection) {
    try {
      return problem(connection.sync().configGet(SETTING));
    } catch (RedisException e) {
      // Managed servers forbid CONFIG.
      return Optional.of(
          "cannot read %s (%s); make sure that it contains Ex, else people go offline by the sweep alone"
              .formatted(SETTING, e.getMessage()));
    }
  }

  /** E: events by key name; x: expired; A stands for all kinds. */
  static Optional<String> problem(Map<String, String> config) {
    String set = config.getOrDefault(SETTING, "");
    boolean enough = set.contains("E") && (set.contains("x") || set.contains("A"));
    return enough
        ? Optional.empty()
        : Optional.of(
            "Redis tells nobody of expired leases: %s is \"%s\"; run: CONFIG SET %s Ex"
                .formatted(SETTING, set, SETTING));
  }
}
