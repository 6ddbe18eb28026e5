package io.presence.gateway.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomId;
import io.presence.contracts.SessionId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.gateway.life.Gate;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A gateway in this JVM, with its peers; and the pen that writes Kafka records by hand. */
final class Gateway implements AutoCloseable {
  static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  static final String SERVICE_KEY = "a-key-of-the-test-services";
  static final int PARTITIONS = 4;
  private static final AtomicInteger NAMES = new AtomicInteger();

  final Peers peers = new Peers();
  private final EmbeddedServer server;
  private final KafkaProducer<byte[], byte[]> producer;

  private Gateway(Map<String, Object> settings) {
    TestServers.createTopics(
        Map.of(Topics.PRESENCE_DELIVERIES, PARTITIONS, Topics.GRAPH_CHANGES, 2));
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", -1);
    all.put("micronaut.server.host", "127.0.0.1");
    all.put("redis.uri", TestServers.redisUri());
    all.put("kafka.bootstrap.servers", TestServers.kafkaBootstrapServers());
    all.put("micronaut.http.services.heartbeat.url", peers.url());
    all.put("micronaut.http.services.friend-graph.url", peers.url());
    all.put("micronaut.http.services.last-seen.url", peers.url());
    all.put("presence.jwt-secret", SECRET);
    all.put("presence.service-key", SERVICE_KEY);
    // Most tests push what the store does not say, which must not be mended meanwhile.
    all.put("presence.sync-interval-ms", 3_600_000);
    all.putAll(settings);
    server = ApplicationContext.run(EmbeddedServer.class, all);
    peers.use(bean(PresenceStore.class));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> bean(Gate.class).isOpen());
  }

  private static final class Shared {
    static final Gateway GATEWAY = start(Map.of());
  }

  /** One with the settings of production, for all tests that share nothing but it. */
  static Gateway shared() {
    return Shared.GATEWAY;
  }

  static Gateway start(Map<String, Object> settings) {
    return new Gateway(settings);
  }

  /** Somebody nobody else uses. */
  static UserId someone(String name) {
    return new UserId(name + "-" + Long.toString(System.nanoTime(), 36) + NAMES.incrementAndGet());
  }

  <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  /** How often something was refused because of this limit or bound. */
  double rejected(String limit) {
    return bean(MeterRegistry.class)
        .get("presence.limit.rejected")
        .tag("limit", limit)
        .counter()
        .count();
  }

  URI http(String path) {
    return server.getURI().resolve(path);
  }

  URI socket(String query) {
    return URI.create("ws://127.0.0.1:" + server.getPort() + "/v1/presence/ws" + query);
  }

  /** A client that shows its token on the upgrade, greeted and with its snapshot. */
  Client connect(UserId user, String query) throws Exception {
    Client client = Client.open(socket(query), token(user, 60));
    client.await("authenticated");
    client.awaitSnapshot();
    return client;
  }

  Client connect(UserId user) throws Exception {
    return connect(user, "");
  }

  /** A change of the subject, as expiry-worker would send it to this gateway. */
  void push(PresenceView view, UserId... viewers) {
    deliver(
        Delivery.Kind.PRESENCE,
        view.userId(),
        view.version(),
        List.of(viewers),
        null,
        bean(FrameWriter.class).updated(view));
  }

  /** A change of somebody who is watched explicitly, as expiry-worker would send it here. */
  void watched(UserId subject, PersonState state, long version) throws IOException {
    deliver(
        Delivery.Kind.WATCHED,
        subject,
        version,
        List.of(),
        null,
        bean(ObjectMapper.class).writeValueAsBytes(state));
  }

  void deliver(
      Delivery.Kind kind,
      UserId subject,
      long version,
      List<UserId> viewers,
      @Nullable SessionId session,
      byte[] frame) {
    GatewayId self = bean(GatewayId.class);
    var record =
        new ProducerRecord<byte[], byte[]>(
            Topics.PRESENCE_DELIVERIES,
            Sharding.deliveriesPartition(self, PARTITIONS),
            null,
            frame);
    new Delivery(self, kind, subject, version, viewers, session)
        .headers()
        .forEach((name, value) -> record.headers().add(name, value));
    send(record);
  }

  /** A change of the graph, as friend-graph-service would announce it. */
  void graphChanged(UserId user, @Nullable UserId other) throws IOException {
    send(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            user.value().getBytes(StandardCharsets.UTF_8),
            bean(ObjectMapper.class).writeValueAsBytes(new GraphChanged(user, other, 1))));
  }

  /** Somebody's audience has crossed the push limit. */
  void crossed(UserId user, boolean pullOnly) throws IOException {
    send(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            user.value().getBytes(StandardCharsets.UTF_8),
            bean(ObjectMapper.class)
                .writeValueAsBytes(new GraphChanged(user, null, null, 1, pullOnly))));
  }

  /** Somebody has joined or left a room, as friend-graph-service would announce it. */
  void roomChanged(RoomId room, UserId user) throws IOException {
    send(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            user.value().getBytes(StandardCharsets.UTF_8),
            bean(ObjectMapper.class).writeValueAsBytes(new GraphChanged(user, user, room, 1))));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  static String token(UserId user, long seconds, String... roles) {
    return token(SECRET, user.value(), Instant.now().plusSeconds(seconds), roles);
  }

  static String token(String secret, String subject, Instant expires, String... roles) {
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS256),
              new JWTClaimsSet.Builder()
                  .subject(subject)
                  .expirationTime(Date.from(expires))
                  .claim("roles", List.of(roles))
                  .build());
      jwt.sign(new MACSigner(Base64.getUrlDecoder().decode(secret)));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    server.close();
    peers.close();
  }
}
