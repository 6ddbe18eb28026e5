package io.presence.local.servers;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The real servers that tests stand on. Each starts when first asked for, once per JVM, on a random
 * port, and goes with the JVM.
 *
 * <p>Where a server comes from, in this order: its address in the environment ({@code REDIS_URIS},
 * {@code KAFKA_BOOTSTRAP_SERVERS}, {@code DATASOURCES_DEFAULT_URL} with {@code …_USERNAME} and
 * {@code …_PASSWORD}); the bundled binaries (Kafka: in this JVM); Testcontainers, on a platform
 * without binaries but with Docker.
 *
 * <p>Tests share a server within their JVM, and with others if the environment names it: they use
 * their own databases, topics, groups and user ids.
 */
public final class TestServers {
  private static final GivenServers GIVEN = new GivenServers(System.getenv());

  private static final Supplier<String> REDIS =
      new Once<>(() -> GIVEN.redisUri().orElseGet(LocalServers::redis));
  private static final Supplier<String> KAFKA =
      new Once<>(() -> GIVEN.kafkaBootstrapServers().orElseGet(LocalServers::kafka));
  private static final Supplier<GivenServers.Postgres> POSTGRES =
      new Once<>(() -> GIVEN.postgres().orElseGet(LocalServers::postgres));

  private static final Supplier<TestCluster> REDIS_CLUSTER =
      new Once<>(() -> TestCluster.start(3, 0));

  private TestServers() {}

  /** {@code redis://host:port}; announces expired keys, starts empty. */
  public static String redisUri() {
    return REDIS.get();
  }

  /**
   * A Redis Cluster of three primaries, always of this JVM's own. Its nodes are shared: who moves
   * slots or stops nodes starts a {@link TestCluster} of their own.
   */
  public static TestCluster redisCluster() {
    return REDIS_CLUSTER.get();
  }

  /** {@code host:port}; creates no topics by itself, see {@link #createTopics}. */
  public static String kafkaBootstrapServers() {
    return KAFKA.get();
  }

  /** The JDBC address of this database, which is created if missing. */
  public static String postgresJdbcUrl(String database) {
    GivenServers.Postgres server = POSTGRES.get();
    PostgresServer.createDatabase(server.url(), server.user(), server.password(), database);
    return server.urlOf(database);
  }

  public static String postgresUser() {
    return POSTGRES.get().user();
  }

  public static String postgresPassword() {
    return POSTGRES.get().password();
  }

  /** Creates the topics that are missing, with so many partitions each. */
  public static void createTopics(Map<String, Integer> partitionsByTopic) {
    KafkaTopics.create(kafkaBootstrapServers(), partitionsByTopic);
  }
}
