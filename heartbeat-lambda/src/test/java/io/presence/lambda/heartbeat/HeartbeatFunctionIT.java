package io.presence.lambda.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.lambda.local.LocalFunction;
import io.presence.lambda.local.LocalSecrets;
import io.presence.lambda.local.Sockets;
import io.presence.local.home.Tokens;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The zip, run by Lambda's own Java runtime on real Redis and Kafka, from before a snapshot on.
 * Lambda itself, Secrets Manager and last-seen-persister are ours to play.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class HeartbeatFunctionIT {
  private static final String KEY = "a-key-of-the-test-services";
  private static final String TOKENS = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final Sharding SHARDING = new Sharding(Sharding.DEFAULT_SHARDS);

  private static HttpServer persister;
  private static LocalSecrets secrets;
  private static LocalFunction function;
  private static ApplicationContext context;
  private static PresenceStore store;
  private static int[] ports;
  private static List<Sockets.Connection> atTheSnapshot;

  private final UserId user = new UserId("user-" + SessionId.random());
  private final SessionId session = SessionId.random();

  @BeforeAll
  static void start() throws IOException {
    TestServers.createTopics(Map.of(Topics.PRESENCE_CHANGES, 4, Topics.PRESENCE_DELIVERIES, 4));
    ports =
        new int[] {
          URI.create(TestServers.redisUri()).getPort(),
          URI.create("kafka://" + TestServers.kafkaBootstrapServers()).getPort()
        };
    persister = persisterThatKnowsNobody();
    secrets =
        new LocalSecrets(
            Map.of(
                "REDIS_URIS", "redis://127.0.0.1:1",
                "PRESENCE_SERVICE_KEY", KEY,
                "PRESENCE_JWT_SECRET", TOKENS));
    secrets.rotate("REDIS_URIS", TestServers.redisUri());
    Map<String, String> environment = new HashMap<>(secrets.environment());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
    environment.put(
        "PRESENCE_LAST_SEEN_URL", "http://127.0.0.1:" + persister.getAddress().getPort());
    function =
        LocalFunction.startForSnapshot(
            Path.of(System.getProperty("function.zip")),
            HeartbeatFunction.class.getName(),
            environment);
    atTheSnapshot = function.connections(ports);
    function.restore();
    context =
        ApplicationContext.run(
            Map.of(
                "REDIS_URIS",
                TestServers.redisUri(),
                "KAFKA_BOOTSTRAP_SERVERS",
                TestServers.kafkaBootstrapServers(),
                "PRESENCE_JWT_SECRET",
                TOKENS,
                "presence.service-key",
                KEY));
    store = context.getBean(PresenceStore.class);
  }

  @AfterAll
  static void stop() throws IOException {
    context.close();
    function.close();
    secrets.close();
    persister.stop(0);
  }

  @Test
  void aBatchIsAppliedAndItsChangesAreAcknowledgedBeforeTheAnswerIsGiven() throws IOException {
    // So many that their acknowledgements are not all there by chance.
    List<SessionReport> reports =
        Stream.concat(
                IntStream.range(1, 300)
                    .mapToObj(
                        i -> connected(new UserId(user.value() + "-" + i), SessionId.random())),
                Stream.of(connected()))
            .toList();
    try (StreamProbe changes = StreamProbe.ofChanges(TestServers.kafkaBootstrapServers())) {
      String answer = function.invokeAndFreeze(Events.batch(KEY, false, reports));
      try {
        // The process stands still: nothing happens any more that had not happened.
        assertThat(outcomes(answer)).hasSize(300).containsOnly(Outcome.OK);
        assertThat(store.ledger().unconfirmed(SHARDING.all())).isZero();
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() ->
                assertThat(changes.changesOf(user))
                    .extracting(PresenceChanged::cause)
                    .containsExactly(Cause.CONNECTED));
      } finally {
        function.thaw();
      }
    }
  }

  @Test
  void invocationsShareTheirConnectionsAndNoneWasOpenAtTheSnapshot() throws IOException {
    function.invoke(Events.batch(KEY, false, List.of(connected())));
    List<Sockets.Connection> first = function.connections(ports);
    function.invoke(Events.batch(KEY, false, List.of(new SessionReport.Closed(user, session))));

    assertThat(function.connections(ports)).containsAll(first);
    assertThat(first).extracting(Sockets.Connection::port).contains(ports[0], ports[1]);
    assertThat(atTheSnapshot).isEmpty();
  }

  @Test
  void aBodyInBase64IsReadAsWell() throws IOException {
    String answer = function.invoke(Events.batch(KEY, true, List.of(connected())));

    assertThat(outcomes(answer)).containsExactly(Outcome.OK);
  }

  @Test
  void onlyServicesMayReport() throws IOException {
    String answer = function.invoke(Events.batch("not-the-key", false, List.of(connected())));

    assertThat(status(answer)).isIn(401, 403);
    assertThat(store.reader().inspect(user).sessions()).isEmpty();
  }

  @Test
  void aTokenThatIsNotAcceptedIs401() throws IOException {
    String other = TOKENS.substring(1) + "A";
    assertThat(status(function.invoke(Events.client(token(other), "{}")))).isEqualTo(401);
    assertThat(status(function.invoke(Events.client("nonsense", "{}")))).isEqualTo(401);
  }

  @Test
  void aTokenThatIsAcceptedReachesTheEndpointOfClients() throws IOException {
    assertThat(status(function.invoke(Events.client(token(TOKENS), "{}"))))
        .isNotIn(401, 403, 404, 500);
  }

  @Test
  void secretsAreReadAgainAfterTheSnapshotAndNeverLogged() throws IOException {
    function.invoke(Events.client("nonsense", "{}"));

    assertThat(secrets.questions).as("once before, once after").hasSize(3);
    assertThat(secrets.questions.values()).allMatch(times -> times >= 2);
    assertThat(function.log())
        .contains("Started from a snapshot")
        .doesNotContain(KEY)
        .doesNotContain(TOKENS);
  }

  private SessionReport connected() {
    return connected(user, session);
  }

  private static SessionReport connected(UserId who, SessionId session) {
    return new SessionReport.Connected(
        who,
        session,
        new DeviceId("phone"),
        DeviceType.MOBILE,
        null,
        GatewayId.random(),
        Watch.CONTACTS);
  }

  private String token(String secret) {
    return new Tokens(secret, InstantSource.system()).sign(user, List.of(), Duration.ofMinutes(5));
  }

  private static int status(String answer) throws IOException {
    return ((Number) document(answer).get("statusCode")).intValue();
  }

  private static List<Outcome> outcomes(String answer) throws IOException {
    assertThat(status(answer)).as(answer).isEqualTo(200);
    String body = String.valueOf(document(answer).get("body"));
    ReportResult.Batch results =
        Objects.requireNonNull(
            ObjectMapper.getDefault().readValue(body, Argument.of(ReportResult.Batch.class)));
    return results.results().stream().map(ReportResult::outcome).toList();
  }

  private static Map<String, Object> document(String answer) throws IOException {
    return Objects.requireNonNull(
        ObjectMapper.getDefault().readValue(answer, Argument.mapOf(String.class, Object.class)));
  }

  private static HttpServer persisterThatKnowsNobody() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/internal/v1/last-seen",
        exchange -> {
          try (exchange) {
            byte[] nobody = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, nobody.length);
            exchange.getResponseBody().write(nobody);
          }
        });
    server.start();
    return server;
  }
}
