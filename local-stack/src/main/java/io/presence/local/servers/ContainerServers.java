package io.presence.local.servers;

import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Servers in containers, for platforms without bundled binaries. Testcontainers removes them when
 * the JVM is gone.
 */
final class ContainerServers {
  private static final String PASSWORD = "presence";

  private ContainerServers() {}

  static String redis() {
    var container =
        start("redis:7.2", 6379, Map.of(), "--notify-keyspace-events", "Ex", "--save", "");
    return "redis://" + container.getHost() + ":" + container.getFirstMappedPort();
  }

  static GivenServers.Postgres postgres() {
    var container =
        start(
            "postgres:18",
            5432,
            Map.of("POSTGRES_USER", PostgresServer.USER, "POSTGRES_PASSWORD", PASSWORD),
            "postgres");
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(container.getHost(), container.getFirstMappedPort(), PostgresServer.USER);
    return new GivenServers.Postgres(url, PostgresServer.USER, PASSWORD);
  }

  // Not closed here: the container lives as long as the JVM, and Testcontainers removes it then.
  @SuppressWarnings("resource")
  private static GenericContainer<?> start(
      String image, int port, Map<String, String> environment, String... command) {
    Platform platform = Platform.current();
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "no %s is bundled for %s/%s and no Docker answers: start Docker, or name a server in"
                  .formatted(image, platform.os(), platform.arch())
              + " REDIS_URIS, DATASOURCES_DEFAULT_URL");
    }
    var container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withExposedPorts(port)
            .withEnv(environment)
            .withCommand(command)
            .waitingFor(Wait.forListeningPort());
    container.start();
    return container;
  }
}
