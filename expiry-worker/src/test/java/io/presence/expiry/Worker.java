package io.presence.expiry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.local.servers.TestServers;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import io.presence.stream.ChangePublisher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker on real servers, with a TTL that tests can wait for. */
final class Worker implements AutoCloseable {
  static final long TTL_MILLIS = 2_000;
  static final int PARTITIONS = 4;

  final PresenceStore store;
  private final EmbeddedServer server;

  private Worker(Map<String, Object> settings) {
    server = ApplicationContext.run(EmbeddedServer.class, settings);
    store = server.getApplicationContext().getBean(PresenceStore.class);
  }

  static void createTopics() {
    TestServers.createTopics(
        Map.of(
            Topics.PRESENCE_CHANGES,
            PARTITIONS,
            Topics.PRESENCE_DELIVERIES,
            PARTITIONS,
            Topics.DEAD_LETTER,
            1));
  }

  static Worker start(FakeFriendGraph graph, String group, Map<String, Object> overrides) {
    createTopics();
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("REDIS_URIS", TestServers.redisUri());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
    settings.put("PRESENCE_GRAPH_URL", graph.url());
    settings.put("presence.service-key", "a-key-of-the-test-services");
    settings.put("presence.ttl-ms", TTL_MILLIS);
    settings.put("presence.fanout.group", group);
    settings.putAll(overrides);
    Worker worker = new Worker(settings);
    graph.store = worker.store;
    return worker;
  }

  /** As a gateway reports it, through the store; announced as heartbeat-function would. */
  PresenceChanged connect(UserId user, GatewayId gateway) {
    PresenceChanged change = apply(connected(user, gateway)).orElseThrow();
    publish(change);
    return change;
  }

  static SessionReport.Connected connected(UserId user, GatewayId gateway) {
    SessionId session = SessionId.random();
    return new SessionReport.Connected(
        user,
        session,
        new DeviceId(session.value()),
        DeviceType.WEB,
        null,
        gateway,
        Watch.CONTACTS);
  }

  /** The change that the report caused; not announced. */
  Optional<PresenceChanged> apply(SessionReport report) {
    UserId user = report.userId();
    List<Applied> applied =
        store.sessions().apply(List.of(report), Map.of(user, Sessions.nothingKept(user)));
    return applied.getFirst() instanceof Applied.Done done
        ? Optional.ofNullable(done.change())
        : Optional.empty();
  }

  void publish(PresenceChanged change) {
    server.getApplicationContext().getBean(ChangePublisher.class).publish(change);
  }

  double counter(String name, String tag, String value) {
    return registry().get(name).tag(tag, value).counter().count();
  }

  double ownedShards() {
    return gauge("presence.shards.owned");
  }

  /** How often a room's viewers were told. */
  long ticks() {
    return registry().get("presence.rooms.tick").timer().count();
  }

  double gauge(String name) {
    return registry().get(name).gauge().value();
  }

  double gauge(String name, String tag, String value) {
    return registry().get(name).tag(tag, value).gauge().value();
  }

  private MeterRegistry registry() {
    return server.getApplicationContext().getBean(MeterRegistry.class);
  }

  @Override
  public void close() {
    server.close();
  }
}
