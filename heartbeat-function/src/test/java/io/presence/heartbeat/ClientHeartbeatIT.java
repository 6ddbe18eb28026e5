package io.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.DeviceId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.store.Inspection;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients without a socket, on real Redis and Kafka and on two instances. */
@Timeout(120)
class ClientHeartbeatIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration TTL = Duration.ofMillis(1_500);
  private static final Sharding SHARDING = new Sharding(Sharding.DEFAULT_SHARDS);
  private static final String PHONE = "{\"device_id\":\"phone\",\"device_type\":\"mobile\"}";

  private static FakePersister persister;
  private static HeartbeatServer one;
  private static HeartbeatServer other;

  private final UserId user = new UserId("user-" + SessionId.random());

  @BeforeAll
  static void start() throws IOException {
    persister = new FakePersister();
    Map<String, Object> settings =
        Map.of(
            "presence.ttl-ms",
            TTL.toMillis(),
            "presence.idle-timeout-ms",
            2_000,
            "presence.heartbeat-interval-ms",
            400,
            "presence.limits.heartbeats-per-device",
            "20/1m");
    one = HeartbeatServer.start(persister, settings);
    other = HeartbeatServer.start(persister, settings);
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    persister.close();
  }

  @Test
  void theFirstBeginsASessionAndAnyInstanceRenewsIt() throws Exception {
    JsonNode greeting = beat(one, PHONE);
    assertThat(text(me(greeting), "status")).isEqualTo("online");
    assertThat(text(greeting, "user_id")).isEqualTo(user.value());
    assertThat(number(greeting, "heartbeat_interval_ms")).isEqualTo(400);
    assertThat(number(greeting, "offline_delay_ms")).isEqualTo(TTL.toMillis());
    assertThat(number(greeting, "idle_timeout_ms")).isEqualTo(2_000);
    assertThat(Instant.parse(Objects.requireNonNull(text(greeting, "server_time")))).isNotNull();
    Inspection.Registered begun = session();
    long version = one.store.reader().inspect(user).version();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          String again = text(beat(other, PHONE), "session_id");
          assertThat(again).isEqualTo(begun.session().value());
          return session().heardAt() > begun.heardAt() + 100;
        });
    assertThat(one.store.reader().inspect(user).version())
        .as("being heard is no change")
        .isEqualTo(version);
  }

  @Test
  void afterSilenceItLapsesAndTheDeviceComesBack() throws Exception {
    beat(one, PHONE);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          one.store.deadlines().sweep(SHARDING.all(), Duration.ZERO, 100);
          return status() == Status.OFFLINE;
        });
    assertThat(text(me(beat(other, PHONE)), "status")).isEqualTo("online");
  }

  @Test
  void aSignOffHoldsUntilTheNextOne() throws Exception {
    beat(one, PHONE);
    StatusEdit off = new StatusEdit(Status.OFFLINE, null, StatusEdit.Message.KEEP, null);
    one.report(new SessionReport.PersonSet(user, new DeviceId("phone"), off));
    assertThat(status()).isEqualTo(Status.OFFLINE);
    assertThat(text(me(beat(one, PHONE)), "status")).isEqualTo("online");
  }

  @Test
  void onlyActivityEndsBeingAway() throws Exception {
    beat(one, PHONE);
    String passive = PHONE.replace("}", ",\"active\":false}");
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          String now = text(me(beat(one, passive)), "status");
          one.store.deadlines().sweep(SHARDING.all(), Duration.ZERO, 100);
          return "away".equals(now);
        });
    assertThat(text(me(beat(one, PHONE)), "status")).isEqualTo("away");
    String active = PHONE.replace("}", ",\"active\":true}");
    assertThat(text(me(beat(one, active)), "status")).isEqualTo("online");
  }

  @Test
  void whoeverIsInvisibleStaysSo() throws Exception {
    persister.rows.put(
        user, new LastSeen(user, 1_000, 7, new HandSet(Status.INVISIBLE, null, "hi")));
    JsonNode me = me(beat(one, PHONE));
    assertThat(text(me, "status")).isEqualTo("invisible");
    assertThat(text(me, "custom_message")).isEqualTo("hi");
  }

  @Test
  void whatAnAdministratorHasEndedStaysEndedForAWhile() throws Exception {
    beat(one, PHONE);
    one.report(new SessionReport.Closed(user, session().session()));
    var refused = call(one, token(), PHONE);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("urn:presence:problem:session-ended");
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> call(one, token(), PHONE).statusCode() == 200);
  }

  @Test
  void whatBreaksARuleIsNamed() throws Exception {
    for (String[] bad :
        new String[][] {
          {"{\"device_type\":\"mobile\"}", "device_id is missing"},
          {"{\"device_id\":\"a:b\",\"device_type\":\"mobile\"}", "device_id"},
          {"{\"device_id\":\"a\"}", "device_type is missing"},
          {"{\"device_id\":\"a\",\"device_type\":\"toaster\"}", "mobile, desktop, web"},
          {"{\"device_id\":7,\"device_type\":{}}", "device_id must be a string"},
          {"{\"device_id\":\"a\",\"device_type\":\"web\",\"active\":\"maybe\"}", "true or false"},
          {"no json", "JSON object"},
        }) {
      HttpResponse<String> refused = call(one, token(), bad[0]);
      assertThat(refused.statusCode()).as(bad[0] + " " + refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("urn:presence:problem:bad-request").contains(bad[1]);
    }
    assertThat(call(one, null, PHONE).statusCode()).isEqualTo(401);
  }

  @Test
  void aDeviceBeatsOnlySoOften() throws Exception {
    for (int i = 0; i < 20; i++) {
      beat(one, PHONE);
    }
    HttpResponse<String> refused = call(one, token(), PHONE);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    beat(one, PHONE.replace("phone", "pad"));
  }

  @Test
  void eachLimitCountsForItsOwnerAlone() throws Exception {
    String pad = PHONE.replace("phone", "pad");
    UserId somebodyElse = new UserId("user-" + SessionId.random());
    try (HeartbeatServer strict =
        HeartbeatServer.start(
            persister,
            Map.of(
                "presence.limits.heartbeats-per-device", "2/10m",
                "presence.limits.heartbeats-per-user", "3/10m",
                "presence.limits.heartbeats-per-address", "6/10m"))) {
      beat(strict, PHONE);
      beat(strict, PHONE);
      assertRefused(call(strict, token(), PHONE), "one device");
      beat(strict, pad);
      assertRefused(call(strict, token(), pad), "one user");
      for (int i = 0; i < 2; i++) {
        assertThat(call(strict, token(somebodyElse), PHONE).statusCode()).isEqualTo(200);
      }
      assertRefused(call(strict, token(somebodyElse), pad), "one address");
    }
  }

  @Test
  void whatIsNoHeartbeatCountsAsOne() throws Exception {
    try (HeartbeatServer strict =
        HeartbeatServer.start(persister, Map.of("presence.limits.heartbeats-per-user", "3/10m"))) {
      for (int i = 0; i < 2; i++) {
        assertThat(call(strict, token(), "no json").statusCode()).isEqualTo(400);
      }
      HttpResponse<String> large = call(strict, token(), PHONE + " ".repeat(4_096));
      assertThat(large.statusCode()).isEqualTo(413);
      assertThat(large.body()).contains("urn:presence:problem:request-entity-too-large", "4096");
      assertRefused(call(strict, token(), "no json"), "one user");
      assertRefused(call(strict, token(), PHONE), "one user");
    }
  }

  private static void assertRefused(HttpResponse<String> answer, String whose) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.body()).contains(whose, "\"retry_after_ms\":");
  }

  private Inspection.Registered session() {
    return one.store.reader().inspect(user).sessions().getFirst();
  }

  private Status status() {
    return one.store.reader().inspect(user).status();
  }

  private JsonNode beat(HeartbeatServer at, String body) throws Exception {
    HttpResponse<String> answer = call(at, token(), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Objects.requireNonNull(
        ObjectMapper.getDefault().readValue(answer.body(), Argument.of(JsonNode.class)));
  }

  private static HttpResponse<String> call(HeartbeatServer at, @Nullable String token, String body)
      throws Exception {
    // Not Micronaut's client: that one is a service itself and shows the key.
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at.server.getURI().resolve("/v1/heartbeat"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode me(JsonNode greeting) {
    return Objects.requireNonNull(greeting.get("me"));
  }

  private static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null ? null : value.getStringValue();
  }

  private static long number(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null ? 0 : value.getLongValue();
  }

  private String token() throws JOSEException {
    return token(user);
  }

  private static String token(UserId user) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user.value())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(Base64.getUrlDecoder().decode(HeartbeatServer.SECRET)));
    return jwt.serialize();
  }
}
