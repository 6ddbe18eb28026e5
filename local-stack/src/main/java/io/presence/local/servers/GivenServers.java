package io.presence.local.servers;

import java.util.Map;
import java.util.Optional;

/**
 * Servers that the environment names: the same variables as in production, so that tests run
 * against what an operator would use.
 */
record GivenServers(Map<String, String> environment) {
  Optional<String> redisUri() {
    return value("REDIS_URIS").map(uris -> uris.split(",", 2)[0].strip());
  }

  Optional<String> kafkaBootstrapServers() {
    return value("KAFKA_BOOTSTRAP_SERVERS");
  }

  Optional<Postgres> postgres() {
    return value("DATASOURCES_DEFAULT_URL")
        .map(url ->
            new Postgres(
                url,
                value("DATASOURCES_DEFAULT_USERNAME").orElse("postgres"),
                value("DATASOURCES_DEFAULT_PASSWORD").orElse("")));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** A Postgres server: the address of one database, whose user may create others. */
  record Postgres(String url, String user, String password) {
    /** The same server and parameters, another database. */
    String urlOf(String database) {
      return url.replaceFirst("^(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
    }
  }
}
