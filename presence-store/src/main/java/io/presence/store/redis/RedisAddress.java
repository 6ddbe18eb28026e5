package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code REDIS_URIS} names: one server, or some nodes of a cluster. Which of the two is asked
 * of the server, since one address may be either (a managed cluster has one address for all of its
 * nodes), and so no second setting can contradict the first.
 */
final class RedisAddress {
  private static final Logger LOG = LoggerFactory.getLogger(RedisAddress.class);
  private static final String VARIABLE = "REDIS_URIS";
  private static final String IS_CLUSTER = "cluster_enabled:1";

  private final List<RedisURI> uris;

  private RedisAddress(List<RedisURI> uris) {
    this.uris = uris;
  }

  /**
   * @param uris separated by commas
   * @throws ConfigurationException when they name no server
   */
  static RedisAddress parse(String uris) {
    List<RedisURI> parsed = new ArrayList<>();
    for (String uri : uris.split(",", -1)) {
      try {
        RedisURI one = RedisURI.create(uri.strip());
        one.setTimeout(RedisNodes.TIMEOUT);
        parsed.add(one);
      } catch (IllegalArgumentException e) {
        // Without the address: it may hold a password.
        throw new ConfigurationException(
            "%s must be redis://host:port, or several with commas, but number %d of %d is not one: %s"
                .formatted(VARIABLE, parsed.size() + 1, uris.split(",", -1).length, reason(e)));
      }
    }
    return new RedisAddress(parsed);
  }

  private static String reason(IllegalArgumentException e) {
    return e.getClass() == IllegalArgumentException.class && e.getCause() == null
        ? String.valueOf(e.getMessage())
        : "it cannot be read";
  }

  /**
   * Connects, and finds out.
   *
   * @throws ConfigurationException when the servers are not what the address says
   * @throws RedisException when none of them answers
   */
  RedisNodes open() {
    RedisClient client = RedisClients.single();
    try {
      return open(client);
    } catch (RuntimeException e) {
      RedisClients.close(client);
      throw e;
    }
  }

  private RedisNodes open(RedisClient client) {
    Reached reached = reach(client);
    StatefulRedisConnection<String, String> connection = reached.connection();
    if (!connection.sync().info("cluster").contains(IS_CLUSTER)) {
      if (uris.size() > 1) {
        throw new ConfigurationException(
            "%s names %d servers, and %s is no node of a cluster: name one server, or nodes of one cluster"
                .formatted(VARIABLE, uris.size(), reached.uri()));
      }
      if (reached.uri().getDatabase() == 0) {
        return new SingleRedis(client, reached.uri(), connection);
      }
      connection.close();
      return new SingleRedis(client, reached.uri());
    }
    connection.close();
    for (RedisURI each : uris) {
      if (each.getDatabase() != 0) {
        throw new ConfigurationException(
            "%s names database %d, and a cluster has database 0 only: %s"
                .formatted(VARIABLE, each.getDatabase(), each));
      }
    }
    var cluster = new RedisCluster(RedisClients.cluster(uris), client);
    LOG.info("{} is a cluster of {} primaries", VARIABLE, cluster.primaries().size());
    return cluster;
  }

  /** The first that answers; asked in database 0, since a cluster lets nobody choose another. */
  private Reached reach(RedisClient client) {
    RedisException failure = new RedisException(VARIABLE + " is empty");
    for (RedisURI uri : uris) {
      try {
        RedisURI any = RedisURI.builder(uri).withDatabase(0).build();
        return new Reached(uri, client.connect(StringCodec.UTF8, any));
      } catch (RedisException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private record Reached(RedisURI uri, StatefulRedisConnection<String, String> connection) {}
}
