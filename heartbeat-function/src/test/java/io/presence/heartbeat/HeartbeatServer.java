package io.presence.heartbeat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.client.BlockingHttpClient;
import io.micronaut.http.client.HttpClient;
import io.micronaut.runtime.server.EmbeddedServer;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Topics;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service on a random port and on real servers, as a gateway meets it. */
final class HeartbeatServer implements AutoCloseable {
  static final int PARTITIONS = 4;
  static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final String KEY = "a-key-of-the-test-services";

  final EmbeddedServer server;
  final BlockingHttpClient http;
  final PresenceStore store;

  private HeartbeatServer(Map<String, Object> settings) {
    server = ApplicationContext.run(EmbeddedServer.class, settings);
    http =
        server.getApplicationContext().createBean(HttpClient.class, server.getURL()).toBlocking();
    store = server.getApplicationContext().getBean(PresenceStore.class);
  }

  static HeartbeatServer start(FakePersister persister, Map<String, Object> overrides) {
    TestServers.createTopics(
        Map.of(Topics.PRESENCE_CHANGES, PARTITIONS, Topics.PRESENCE_DELIVERIES, PARTITIONS));
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("PRESENCE_JWT_SECRET", SECRET);
    settings.put("PRESENCE_LAST_SEEN_URL", persister.url());
    settings.put("REDIS_URIS", TestServers.redisUri());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
    settings.put("presence.service-key", KEY);
    settings.put("presence.max-sessions", 3);
    settings.putAll(overrides);
    return new HeartbeatServer(settings);
  }

  ReportResult report(SessionReport report) {
    return report(List.of(report)).getFirst();
  }

  List<ReportResult> report(List<SessionReport> reports) {
    var request = HttpRequest.POST("/internal/v1/heartbeats", new ReportBatch(reports));
    return http.retrieve(request, Argument.of(ReportResult.Batch.class)).results();
  }

  double counter(String name, String tag, String value) {
    return server
        .getApplicationContext()
        .getBean(io.micrometer.core.instrument.MeterRegistry.class)
        .get(name)
        .tag(tag, value)
        .counter()
        .count();
  }

  @Override
  public void close() {
    server.close();
  }
}
