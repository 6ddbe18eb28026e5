package io.presence.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM whose environment names servers uses those and starts none. */
@Timeout(120)
class EnvironmentOverrideIT {
  @Test
  void serversNamedByTheEnvironmentAreUsedInsteadOfOwnOnes() throws IOException {
    String postgres = TestServers.postgresJdbcUrl("given");
    String output =
        outputOfPrintServers(
            Map.of(
                "REDIS_URIS",
                "redis://redis.example:6379,redis://other.example:6379",
                "KAFKA_BOOTSTRAP_SERVERS",
                "kafka.example:9092",
                "DATASOURCES_DEFAULT_URL",
                postgres,
                "DATASOURCES_DEFAULT_USERNAME",
                TestServers.postgresUser(),
                "DATASOURCES_DEFAULT_PASSWORD",
                TestServers.postgresPassword()));
    assertThat(output.lines())
        .containsExactly(
            "redis://redis.example:6379",
            "kafka.example:9092",
            postgres.replace("/given", "/overridden"),
            TestServers.postgresUser(),
            "started 0");
  }

  private static String outputOfPrintServers(Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PrintServers.class.getName());
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
