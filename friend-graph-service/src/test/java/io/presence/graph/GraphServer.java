package io.presence.graph;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The whole service on a random port, on real Postgres, Redis and Kafka. Tests share {@link
 * #shared} and keep apart by {@link #person new people}.
 */
public final class GraphServer implements AutoCloseable {
  private static final String SERVICE_KEY = "a-key-of-the-test-services";
  private static final AtomicLong PEOPLE = new AtomicLong(System.nanoTime());
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final EmbeddedServer server;

  private GraphServer(EmbeddedServer server) {
    this.server = server;
  }

  private static final class Shared {
    static final GraphServer SERVER = start("friend_graph_it", Map.of());
  }

  /** The one that lives as long as the JVM. */
  public static GraphServer shared() {
    return Shared.SERVER;
  }

  /** Another one, with settings of its own. */
  public static GraphServer start(String database, Map<String, Object> more) {
    TestServers.createTopics(Map.of(Topics.GRAPH_CHANGES, 4));
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("datasources.default.url", TestServers.postgresJdbcUrl(database));
    settings.put("datasources.default.username", TestServers.postgresUser());
    settings.put("datasources.default.password", TestServers.postgresPassword());
    settings.put("redis.uri", TestServers.redisUri());
    settings.put("kafka.bootstrap.servers", TestServers.kafkaBootstrapServers());
    settings.put("presence.service-key", SERVICE_KEY);
    settings.put("PRESENCE_JWT_SECRET", Token.SECRET);
    settings.putAll(more);
    return new GraphServer(ApplicationContext.run(EmbeddedServer.class, settings));
  }

  /** A new id, nobody's yet; ids of one test sort in the order in which they were made. */
  public static String person(String name) {
    return name + "-" + PEOPLE.incrementAndGet();
  }

  public <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  public long version(String user) {
    UserId id = new UserId(user);
    return bean(PresenceStore.class).graphVersions().read(List.of(id)).getOrDefault(id, 0L);
  }

  public Answer get(String token, String path) {
    return send(token, "GET", path, BodyPublishers.noBody(), "application/json");
  }

  /** With more headers: names and values by turns. */
  public Answer get(String token, String path, String... headers) {
    return exchange(
        request(path, "application/json")
            .header("Authorization", "Bearer " + token)
            .headers(headers)
            .GET());
  }

  public Answer delete(String token, String path) {
    return send(token, "DELETE", path, BodyPublishers.noBody(), "application/json");
  }

  public Answer put(String token, String path) {
    return send(token, "PUT", path, BodyPublishers.noBody(), "application/json");
  }

  public Answer put(String token, String path, String json) {
    return send(token, "PUT", path, BodyPublishers.ofString(json), "application/json");
  }

  public Answer post(String token, String path) {
    return send(token, "POST", path, BodyPublishers.noBody(), "application/json");
  }

  public Answer post(String token, String path, String body, String contentType) {
    return send(token, "POST", path, BodyPublishers.ofString(body), contentType);
  }

  /** As another service, by the key. */
  public Answer asService(String method, String path, String json) {
    return exchange(
        request(path, "application/json")
            .header("X-Presence-Service-Key", SERVICE_KEY)
            .method(method, BodyPublishers.ofString(json)));
  }

  /** With more headers: names and values by turns. */
  public Answer put(String token, String path, String json, String... headers) {
    return exchange(
        request(path, "application/json")
            .header("Authorization", "Bearer " + token)
            .headers(headers)
            .method("PUT", BodyPublishers.ofString(json)));
  }

  /** With more headers: names and values by turns. */
  public Answer deleteIf(String token, String path, String... headers) {
    return exchange(
        request(path, "application/json")
            .header("Authorization", "Bearer " + token)
            .headers(headers)
            .DELETE());
  }

  /** With more headers: names and values by turns. */
  public Answer post(
      String token, String path, BodyPublisher body, String contentType, String... headers) {
    return exchange(
        request(path, contentType)
            .header("Authorization", "Bearer " + token)
            .headers(headers)
            .method("POST", body));
  }

  private Answer send(
      String token, String method, String path, BodyPublisher body, String contentType) {
    return exchange(
        request(path, contentType).header("Authorization", "Bearer " + token).method(method, body));
  }

  private HttpRequest.Builder request(String path, String contentType) {
    return HttpRequest.newBuilder(URI.create(server.getURI() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", contentType);
  }

  private static Answer exchange(HttpRequest.Builder request) {
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body(),
          response.headers().map());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
