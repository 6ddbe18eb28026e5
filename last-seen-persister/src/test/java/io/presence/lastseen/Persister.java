package io.presence.lastseen;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import io.presence.local.home.Tokens;
import io.presence.local.servers.TestServers;
import io.presence.web.ServiceKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A running instance of the service, as deployed but for the ports. */
final class Persister implements AutoCloseable {
  static final String KEY = "a-key-of-the-test-services";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final EmbeddedServer server;

  private Persister(EmbeddedServer server) {
    this.server = server;
  }

  static Persister start(Database database, long intervalMillis, int rows) {
    return start(database, intervalMillis, rows, Map.of());
  }

  static Persister start(
      Database database, long intervalMillis, int rows, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(database.properties());
    properties.put("kafka.bootstrap.servers", TestServers.kafkaBootstrapServers());
    properties.put("presence.service-key", KEY);
    properties.put("presence.last-seen.flush-interval-ms", intervalMillis);
    properties.put("presence.last-seen.flush-rows", rows);
    properties.put("micronaut.server.port", -1);
    properties.put("datasources.default.connection-timeout", 2_000);
    properties.put("presence.history.interval-ms", 200);
    properties.putAll(more);
    return new Persister(ApplicationContext.run(EmbeddedServer.class, properties));
  }

  /** What the endpoint answers a service. */
  HttpResponse<String> get(String query, String... headers) {
    return send("/internal/v1/last-seen" + query, headers);
  }

  /** What a client with these roles is answered. */
  HttpResponse<String> analytics(String path, String... roles) {
    return asClient("/v1/analytics" + path, roles);
  }

  /** The same, of any path. */
  HttpResponse<String> asClient(String path, String... roles) {
    String token =
        new Tokens(Database.SECRET, InstantSource.system())
            .sign(new UserId("someone"), List.of(roles), Duration.ofMinutes(5));
    return send(path, "Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(String path, String... headers) {
    URI uri = server.getURI().resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> ask(Collection<UserId> people) {
    String ids = people.stream().map(UserId::value).collect(Collectors.joining(","));
    return get("?user_ids=" + ids, ServiceKey.HEADER, KEY);
  }

  List<LastSeen> lastSeen(Collection<UserId> people) {
    HttpResponse<String> answer = ask(people);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    try {
      return requireNonNull(
              ObjectMapper.getDefault().readValue(answer.body(), LastSeen.Batch.class))
          .items();
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  /** The value of a counter or gauge, or how often a timer has run. */
  double metric(String name, String... tags) {
    var meters = server.getApplicationContext().getBean(MeterRegistry.class);
    var meter = meters.get(name).tags(tags).meter();
    return meter.measure().iterator().next().getValue();
  }

  /** The same, before it was ever counted too. */
  double metricOrZero(String name, String... tags) {
    var meters = server.getApplicationContext().getBean(MeterRegistry.class);
    var meter = meters.find(name).tags(tags).meter();
    return meter == null ? 0 : meter.measure().iterator().next().getValue();
  }

  /** How long a connection of the pool waits for Postgres, ms. */
  int networkTimeout() throws SQLException {
    DataSource pool = server.getApplicationContext().getBean(DataSource.class);
    try (var connection = DelegatingDataSource.unwrapDataSource(pool).getConnection()) {
      return connection.getNetworkTimeout();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
