package io.presence.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenServersTest {
  @Test
  void nothingIsGivenByAnEmptyEnvironmentOrByBlanks() {
    for (Map<String, String> environment :
        java.util.List.of(
            Map.<String, String>of(),
            Map.of(
                "REDIS_URIS", " ", "KAFKA_BOOTSTRAP_SERVERS", "", "DATASOURCES_DEFAULT_URL", ""))) {
      GivenServers given = new GivenServers(environment);
      assertThat(given.redisUri()).isEmpty();
      assertThat(given.kafkaBootstrapServers()).isEmpty();
      assertThat(given.postgres()).isEmpty();
    }
  }

  @Test
  void theFirstOfSeveralRedisNodesIsTaken() {
    assertThat(new GivenServers(Map.of("REDIS_URIS", "redis://a:1, redis://b:2")).redisUri())
        .contains("redis://a:1");
  }

  @Test
  void anotherDatabaseOfTheSamePostgresKeepsHostAndParameters() {
    var postgres =
        new GivenServers(
                Map.of(
                    "DATASOURCES_DEFAULT_URL", "jdbc:postgresql://db:5433/app?ssl=true",
                    "DATASOURCES_DEFAULT_USERNAME", "me",
                    "DATASOURCES_DEFAULT_PASSWORD", "secret"))
            .postgres()
            .orElseThrow();
    assertThat(postgres.urlOf("last_seen"))
        .isEqualTo("jdbc:postgresql://db:5433/last_seen?ssl=true");
    assertThat(postgres.user()).isEqualTo("me");
    assertThat(postgres.password()).isEqualTo("secret");
  }
}
