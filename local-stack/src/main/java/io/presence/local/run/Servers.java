package io.presence.local.run;

import io.presence.contracts.Topics;
import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import io.presence.local.home.Secrets;
import io.presence.local.servers.Binaries;
import io.presence.local.servers.KafkaServer;
import io.presence.local.servers.KafkaTopics;
import io.presence.local.servers.PostgresServer;
import io.presence.local.servers.Ready;
import io.presence.local.servers.RedisCluster;
import io.presence.local.servers.RedisServer;
import io.presence.local.servers.ServerProcess.StopSignal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Redis, Kafka and Postgres as components whose data outlives restarts. */
final class Servers {
  private static final Map<String, Integer> TOPICS =
      Map.of(
          Topics.PRESENCE_CHANGES,
          16,
          Topics.PRESENCE_DELIVERIES,
          32,
          Topics.GRAPH_CHANGES,
          4,
          Topics.DEAD_LETTER,
          1);
  private static final List<String> DATABASES = List.of("friend_graph", "last_seen");

  private final Home home;
  private final Ports ports;
  private final Secrets secrets;
  private final Map<String, String> environment;
  private final ClassArchives archives;
  private final RedisShape redis;

  Servers(
      Home home,
      Ports ports,
      RedisShape redis,
      Secrets secrets,
      ClassArchives archives,
      Map<String, String> callersEnvironment) {
    this.home = home;
    this.ports = ports;
    this.redis = redis;
    this.secrets = secrets;
    this.archives = archives;
    this.environment = ChildEnvironment.of(callersEnvironment, Map.of());
  }

  List<Component> all() {
    List<Component> all = new ArrayList<>();
    if (redis == RedisShape.SINGLE) {
      all.add(redis());
    } else {
      for (int number = 1; number <= redis.nodes(); number++) {
        all.add(redisNode(number));
      }
    }
    all.add(postgres());
    all.add(kafka());
    return all;
  }

  Map<String, String> databaseEnvironment(String database) {
    return Map.of(
        "DATASOURCES_DEFAULT_URL", PostgresServer.jdbcUrl(ports.postgres(), database),
        "DATASOURCES_DEFAULT_USERNAME", PostgresServer.USER,
        "DATASOURCES_DEFAULT_PASSWORD", secrets.postgresPassword());
  }

  private Component redis() {
    Path binary = Binaries.ofThisMachine().redis().orElseThrow(() -> notBundled("Redis"));
    Path folder = home.dataOf("redis");
    return new Component(
        "redis",
        Component.Tier.SERVER,
        ports.redis(),
        () -> create(folder),
        RedisServer.durable(binary, ports.redis(), folder),
        environment,
        StopSignal.TERM,
        () -> Ready.redis(ports.redis()),
        () -> {});
  }

  private Component redisNode(int number) {
    Path binary = Binaries.ofThisMachine().redis().orElseThrow(() -> notBundled("Redis"));
    String name = RedisShape.nameOf(number);
    Path folder = home.dataOf(name);
    RedisCluster.Address address = RedisShape.address(ports, number);
    return new Component(
        name,
        Component.Tier.SERVER,
        address.port(),
        () -> create(folder),
        RedisServer.durableNode(binary, address, folder),
        environment,
        StopSignal.TERM,
        () -> Ready.redis(address.port()),
        // Nobody who needs the cluster starts before this returns.
        number == redis.nodes()
            ? () -> RedisShape.cluster(ports).form(redis.primaries())
            : () -> {});
  }

  private Component postgres() {
    Path binaries = Binaries.ofThisMachine().postgres().orElseThrow(() -> notBundled("Postgres"));
    var server = new PostgresServer(binaries, home.dataOf("postgres"));
    String admin = PostgresServer.jdbcUrl(ports.postgres(), "postgres");
    String password = secrets.postgresPassword();
    return new Component(
        "postgres",
        Component.Tier.SERVER,
        ports.postgres(),
        () -> server.initialise(password, home.log("postgres-init")),
        server.durable(ports.postgres()),
        environment,
        StopSignal.INT,
        () -> Ready.postgres(admin, PostgresServer.USER, password),
        () ->
            DATABASES.forEach(
                name -> PostgresServer.createDatabase(admin, PostgresServer.USER, password, name)));
  }

  private Component kafka() {
    Path folder = home.dataOf("kafka");
    String address = "127.0.0.1:" + ports.kafka();
    String classPath = System.getProperty("java.class.path");
    List<String> settings = new ArrayList<>(List.of("-cp", classPath));
    if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
      settings.addAll(archives.settings("kafka", Path.of(classPath)));
    }
    return new Component(
        "kafka",
        Component.Tier.STREAM,
        ports.kafka(),
        () -> create(folder),
        JavaCommand.of(
            "256m",
            settings,
            List.of(
                KafkaServer.class.getName(),
                folder.toString(),
                Integer.toString(ports.kafka()),
                Integer.toString(ports.kafkaController()))),
        environment,
        StopSignal.TERM,
        () -> Ready.tcp(ports.kafka()) && Ready.kafka(address),
        () -> KafkaTopics.create(address, TOPICS));
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refusal notBundled(String server) {
    return new Refusal(
        "No %s is bundled for %s on %s: the local stack runs on Linux and macOS, on x86-64 and arm64."
            .formatted(server, System.getProperty("os.name"), System.getProperty("os.arch")));
  }
}
