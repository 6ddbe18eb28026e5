package io.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.Cause;
import io.presence.contracts.Delivery;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.EndedSessions;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.local.servers.TestServers;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service on real Redis and Kafka; last-seen-persister is ours to play. */
@Timeout(120)
class HeartbeatIT {
  private static final GatewayId GATEWAY = GatewayId.random();
  private static final Sharding SHARDING = new Sharding(Sharding.DEFAULT_SHARDS);

  private static FakePersister persister;
  private static HeartbeatServer service;

  private final UserId user = new UserId("user-" + SessionId.random());
  private StreamProbe changes;

  @BeforeAll
  static void start() throws IOException {
    persister = new FakePersister();
    service = HeartbeatServer.start(persister, Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
    persister.close();
  }

  @BeforeEach
  void probe() {
    persister.answers = true;
    changes = StreamProbe.ofChanges(TestServers.kafkaBootstrapServers());
  }

  @AfterEach
  void closeProbe() {
    changes.close();
  }

  @Test
  void aFirstSessionIsAnnouncedOnTheShardsPartitionAndThenConfirmed() {
    ReportResult result = service.report(connected(user, SessionId.random()));

    assertThat(result.outcome()).isEqualTo(Outcome.OK);
    assertThat(result.me()).isEqualTo(new Me(Status.ONLINE, null, null));
    PresenceChanged change = awaitChanges(user, 1).getFirst();
    assertThat(change.cause()).isEqualTo(Cause.CONNECTED);
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    var record = changes.records().stream().filter(r -> user.value().equals(r.key())).findFirst();
    assertThat(record.orElseThrow().partition())
        .isEqualTo(Sharding.changesPartition(SHARDING.shardOf(user), HeartbeatServer.PARTITIONS));
    awaitUnconfirmed(service, 0);
  }

  @Test
  void beingHeardChangesNothingAndIsNotAnnounced() {
    SessionId session = SessionId.random();
    service.report(connected(user, session));
    awaitChanges(user, 1);
    assertThat(service.report(new SessionReport.Heard(user, session, 0)).outcome())
        .isEqualTo(Outcome.OK);
    // Whatever the heartbeat had caused would lie between the two changes.
    service.report(new SessionReport.Closed(user, session));
    assertThat(awaitChanges(user, 2))
        .extracting(PresenceChanged::cause)
        .containsExactly(Cause.CONNECTED, Cause.CLOSED);
  }

  @Test
  void whoeverSetThemselvesInvisibleLongAgoIsNeverAnnouncedOnline() {
    HandSet invisible = new HandSet(Status.INVISIBLE, null, null);
    persister.rows.put(user, new LastSeen(user, 1_000, 7, invisible));
    SessionId session = SessionId.random();

    ReportResult result = service.report(connected(user, session));

    assertThat(result.me()).isEqualTo(new Me(Status.INVISIBLE, null, null));
    var online = new StatusEdit(Status.ONLINE, null, StatusEdit.Message.KEEP, null);
    service.report(new SessionReport.StatusSet(user, session, online));
    PresenceChanged first =
        awaitChanges(user, 1).stream()
            .filter(change -> change.state().status() != Status.INVISIBLE)
            .findFirst()
            .orElseThrow();
    assertThat(first.cause()).isEqualTo(Cause.STATUS_SET);
    assertThat(first.version()).isGreaterThan(7);
  }

  @Test
  void withoutThePersisterOnlyThePeopleWhomTheStoreDoesNotKnowMustWait() {
    SessionId session = SessionId.random();
    service.report(connected(user, session));
    UserId stranger = new UserId("stranger-" + SessionId.random());
    SessionId strangers = SessionId.random();
    persister.answers = false;

    List<ReportResult> results =
        service.report(
            List.of(
                connected(stranger, strangers),
                new SessionReport.Heard(user, session, 0),
                new SessionReport.Active(stranger, strangers, 0)));

    assertThat(results)
        .extracting(ReportResult::outcome)
        .containsExactly(Outcome.UNAVAILABLE, Outcome.OK, Outcome.UNAVAILABLE);
    assertThat(service.store.reader().read(List.of(stranger)).values())
        .allSatisfy(reading -> assertThat(reading.known()).isFalse());
    persister.answers = true;
    assertThat(service.report(connected(stranger, strangers)).outcome()).isEqualTo(Outcome.OK);
    assertThat(awaitChanges(stranger, 1)).hasSize(1);
  }

  @Test
  void reportsOfAStrangerKeepTheirOrder() {
    SessionId session = SessionId.random();
    StatusEdit busy = new StatusEdit(Status.BUSY, null, StatusEdit.Message.SET, "deep work");

    List<ReportResult> results =
        service.report(
            List.of(
                connected(user, session),
                new SessionReport.StatusSet(user, session, busy),
                new SessionReport.Closed(user, session)));

    assertThat(results).extracting(ReportResult::outcome).containsOnly(Outcome.OK);
    assertThat(awaitChanges(user, 3))
        .extracting(change -> change.state().status())
        .containsExactly(Status.ONLINE, Status.BUSY, Status.OFFLINE);
    assertThat(changes.changesOf(user)).extracting(PresenceChanged::version).isSorted();
  }

  @Test
  void manyStrangersAreAskedAboutPageByPage() {
    persister.questionSizes.clear();
    List<SessionReport> reports = new ArrayList<>();
    IntStream.range(0, LastSeen.Batch.MAX_USER_IDS + 1)
        .mapToObj(i -> new UserId("many:" + i + "@" + SessionId.random()))
        .forEach(stranger -> reports.add(connected(stranger, SessionId.random())));

    // A busy machine may answer unavailable: then a gateway sends the batch again.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(service.report(reports))
                .extracting(ReportResult::outcome)
                .containsOnly(Outcome.OK)
                .hasSize(reports.size()));
    assertThat(persister.questionSizes).startsWith(LastSeen.Batch.MAX_USER_IDS, 1);
    awaitUnconfirmed(service, 0);
  }

  @Test
  void theSessionThatGivesWayIsClosedByItsOwnGateway() {
    try (var deliveries = StreamProbe.ofDeliveries(TestServers.kafkaBootstrapServers())) {
      List<SessionId> sessions =
          IntStream.rangeClosed(0, 3).mapToObj(i -> SessionId.random()).toList();
      // Of different devices: sessions of one device share its activity.
      for (SessionId session : sessions) {
        service.report(connected(user, session, new DeviceId("device-" + session)));
        nextMillisecond();
      }

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(deliveries.sentTo(GATEWAY)).hasSize(1));
      var sent = deliveries.sentTo(GATEWAY).getFirst();
      assertThat(sent.delivery().kind()).isEqualTo(Delivery.Kind.EVICT);
      assertThat(sent.delivery().subject()).isEqualTo(user);
      assertThat(sent.delivery().session()).isEqualTo(sessions.getFirst());
      assertThat(sent.partition())
          .isEqualTo(Sharding.deliveriesPartition(GATEWAY, HeartbeatServer.PARTITIONS));
    }
  }

  @Test
  void sessionsThatAnAdministratorEndsAreGoneAtOnceAlsoThoseOfADeadGateway() {
    try (var deliveries = StreamProbe.ofDeliveries(TestServers.kafkaBootstrapServers())) {
      List<SessionId> sessions = List.of(SessionId.random(), SessionId.random());
      sessions.forEach(session -> service.report(connected(user, session)));

      var one = HttpRequest.DELETE("/internal/v1/sessions/" + user + "?session=" + sessions.get(0));
      assertThat(service.http.retrieve(one, EndedSessions.class).sessions())
          .containsExactly(sessions.get(0));
      var all = HttpRequest.DELETE("/internal/v1/sessions/" + user);
      assertThat(service.http.retrieve(all, EndedSessions.class).sessions())
          .containsExactly(sessions.get(1));
      assertThat(service.http.retrieve(all, EndedSessions.class).sessions()).isEmpty();

      assertThat(service.store.reader().inspect(user).sessions()).isEmpty();
      assertThat(awaitChanges(user, 2).getLast().state().status()).isEqualTo(Status.OFFLINE);
      assertThat(service.report(new SessionReport.Heard(user, sessions.get(1), 0)).outcome())
          .isEqualTo(Outcome.ENDED);
      // Whoever holds their sockets closes them.
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThat(deliveries.sentTo(GATEWAY))
                  .extracting(sent -> sent.delivery().session())
                  .containsExactly(sessions.get(0), null));
      assertThat(deliveries.sentTo(GATEWAY))
          .extracting(sent -> sent.delivery().kind())
          .containsOnly(Delivery.Kind.EXPEL);
    }
  }

  @Test
  void aSessionIdThatIsNoneIsNamed() {
    var bad = HttpRequest.DELETE("/internal/v1/sessions/" + user + "?session=no!one");
    assertThat(refusal(bad).getStatus().getCode()).isEqualTo(400);
  }

  @Test
  void theAnswerDoesNotWaitForKafkaAndTheLedgerKeepsTheChange() {
    var away = Map.<String, Object>of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    try (var withoutKafka = HeartbeatServer.start(persister, away)) {
      withoutKafka.report(connected(new UserId("warm-" + SessionId.random()), SessionId.random()));
      long before = System.nanoTime();
      assertThat(withoutKafka.report(connected(user, SessionId.random())).outcome())
          .isEqualTo(Outcome.OK);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(400));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> withoutKafka.counter("presence.changes.published", "result", "failed") >= 2);
      assertThat(unconfirmed(withoutKafka)).isEqualTo(2);
    }
    // Nothing may be left for the tests after this one.
    var left = service.store.ledger().overdue(SHARDING.all(), Duration.ZERO, 10);
    service.store.ledger().confirm(left);
  }

  @Test
  void aBatchOverTheLimitIsRefused() {
    String one = "{\"type\":\"heard\",\"user_id\":\"u\",\"session_id\":\"s\",\"age_millis\":0}";
    String over =
        "{\"reports\":["
            + String.join(",", java.util.Collections.nCopies(ReportBatch.MAX_REPORTS + 1, one))
            + "]}";
    var refused = refusal(HttpRequest.POST("/internal/v1/heartbeats", over));
    assertThat(refused.getStatus().getCode()).isEqualTo(400);
  }

  @Test
  void gatewaysMustShowTheKey() throws Exception {
    // Not Micronaut's client: that one is a service itself and shows the key.
    try (var plain = java.net.http.HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(
                  service.server.getURI().resolve("/internal/v1/heartbeats"))
              .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"reports\":[]}"))
              .header("Content-Type", "application/json")
              .build();
      assertThat(plain.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
      var asAdmin =
          java.net.http.HttpRequest.newBuilder(
                  service.server.getURI().resolve("/internal/v1/sessions/" + user))
              .DELETE()
              .header("Authorization", "Bearer " + token("admin", "service"))
              .build();
      assertThat(plain.send(asAdmin, BodyHandlers.discarding()).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void isReadyWhileRedisAnswers() throws JOSEException {
    String ready =
        service.http.retrieve(HttpRequest.GET("/health/readiness").bearerAuth(token("support")));
    assertThat(ready).contains("redis").doesNotContain("kafka");
  }

  /** Who is idle longest, Redis tells by milliseconds. */
  private static void nextMillisecond() {
    long now = System.currentTimeMillis();
    await().pollInterval(Duration.ofMillis(1)).until(() -> System.currentTimeMillis() > now + 1);
  }

  private static SessionReport connected(UserId user, SessionId session) {
    return connected(user, session, new DeviceId("phone"));
  }

  private static SessionReport connected(UserId user, SessionId session, DeviceId device) {
    return new SessionReport.Connected(
        user, session, device, DeviceType.MOBILE, null, GATEWAY, Watch.CONTACTS);
  }

  private List<PresenceChanged> awaitChanges(UserId of, int count) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> changes.changesOf(of), found -> found.size() >= count);
  }

  private static long unconfirmed(HeartbeatServer of) {
    return of.store.ledger().unconfirmed(SHARDING.all());
  }

  private static void awaitUnconfirmed(HeartbeatServer of, long count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> unconfirmed(of) == count);
  }

  private static HttpClientResponseException refusal(HttpRequest<?> request) {
    return catchThrowableOfType(
        HttpClientResponseException.class, () -> service.http.retrieve(request));
  }

  private static String token(String... roles) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("ann")
            .claim("roles", List.of(roles))
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(Base64.getUrlDecoder().decode(HeartbeatServer.SECRET)));
    return jwt.serialize();
  }
}
