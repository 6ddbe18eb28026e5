package io.presence.store.redis;

import io.lettuce.core.RedisClient;
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
 * never. Nothing rests on them; the sweep is the clock. Each subscription is a connection of its
 * own, restored by Lettuce; events of a cluster come from each node, which has its place here.
 */
final class ExpiredLeases {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredLeases.class);
  private static final String SETTING = "notify-keyspace-events";

  private final RedisClient client;
  private final RedisURI uri;
  private final RedisNode node;

  ExpiredLeases(RedisClient client, RedisURI uri, RedisNode node) {
    this.client = client;
    this.uri = uri;
    this.node = node;
  }

  /** The hint is called on Lettuce's I/O thread. */
  AutoCloseable subscribe(BiConsumer<UserId, SessionId> hint) {
    problem().ifPresent(LOG::warn);
    StatefulRedisPubSubConnection<String, String> connection;
    try {
      connection = client.connectPubSub(uri);
    } catch (RedisException e) {
      throw new StoreUnavailableException("cannot subscribe to expired leases at " + uri, e);
    }
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String key) {
            RedisKeys.lease(key).ifPresent(lease -> hint.accept(lease.user(), lease.session()));
          }
        });
    Pipeline pipeline = node.pipeline();
    pipeline.send(connection.async().subscribe("__keyevent@" + uri.getDatabase() + "__:expired"));
    pipeline.await();
    return connection;
  }

  /** Why the server sends no such events, and the command that mends it; empty when it does. */
  Optional<String> problem() {
    try {
      Pipeline pipeline = node.pipeline();
      var answer = pipeline.add(node.commands().configGet(SETTING));
      pipeline.await();
      return problem(answer.join());
    } catch (StoreUnavailableException e) {
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
