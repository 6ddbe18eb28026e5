package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectingIT {
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "presence.authentication-timeout-ms", 1_000,
                "presence.token-refresh-ms", 2_000,
                "presence.allowed-origins", "https://app.example.org"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private final UserId ann = Gateway.someone("ann");

  @Test
  void aTokenOnTheUpgradeIsGreetedAtOnce() throws Exception {
    Client client =
        Client.open(
            gateway.socket("?device_id=phone&device_type=mobile&platform=ios&watch=subscriptions"),
            Gateway.token(ann, 60));
    Node greeting = client.await("authenticated").get("data");
    assertThat(greeting.text("user_id")).isEqualTo(ann.value());
    assertThat(greeting.get("me").text("status")).isEqualTo("online");
    assertThat(greeting.text("heartbeat_interval_ms")).isEqualTo("5000");
    assertThat(greeting.text("offline_delay_ms")).isEqualTo("30000");
    assertThat(client.awaitSnapshot()).isEmpty();
    var connected = gateway.peers.reports(SessionReport.Connected.class, ann).getFirst();
    assertThat(connected.sessionId().value()).isEqualTo(greeting.text("session_id"));
    assertThat(connected.deviceId().value()).isEqualTo("phone");
    assertThat(connected.deviceType().word()).isEqualTo("mobile");
    assertThat(connected.platform()).isEqualTo("ios");
    assertThat(connected.watch().word()).isEqualTo("subscriptions");
  }

  @Test
  void theFirstFrameMayBringTheToken() throws Exception {
    Client client = Client.open(gateway.socket("?device_id=laptop"), null);
    client.send(
        "{\"event\":\"authenticate\",\"ref\":7,\"data\":{\"token\":\"%s\",\"device_type\":\"desktop\"}}"
            .formatted(Gateway.token(ann, 60)));
    Node greeting = client.await("authenticated");
    assertThat(greeting.get("ref").number()).isEqualTo(7);
    client.awaitSnapshot();
    var connected = gateway.peers.reports(SessionReport.Connected.class, ann).getFirst();
    assertThat(connected.deviceId().value()).isEqualTo("laptop");
    assertThat(connected.deviceType().word()).isEqualTo("desktop");
  }

  @Test
  void anUpgradeWithATokenThatIsNotAcceptedIsRefused() {
    String expired = Gateway.token(ann, -60);
    String forged =
        Gateway.token(
            "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            ann.value(),
            Instant.now().plusSeconds(60));
    for (String token : new String[] {expired, forged, "nonsense"}) {
      assertThat(refusal("", token)).isEqualTo(401);
    }
    assertThat(refusal("?device_type=toaster", Gateway.token(ann, 60))).isEqualTo(400);
    assertThat(refusal("?device_id=no%20spaces", Gateway.token(ann, 60))).isEqualTo(400);
  }

  private int refusal(String query, String token) {
    var refused = new int[1];
    assertThatThrownBy(() -> Client.open(gateway.socket(query), token))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class, e -> refused[0] = e.getResponse().statusCode());
    return refused[0];
  }

  @Test
  void anUpgradeWithATokenInItsUrlIsRefused() {
    String token = Gateway.token(ann, 60);
    assertThat(refusal("?token=" + token, token)).isEqualTo(400);
    assertThat(refusal("?access_token=" + token, token)).isEqualTo(400);
  }

  @Test
  void aPageOfAnotherOriginIsRefusedBeforeTheUpgrade() throws Exception {
    String token = Gateway.token(ann, 60);
    assertThatThrownBy(() -> Client.openFrom("https://evil.example.org", gateway.socket(""), token))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    Client allowed = Client.openFrom("https://app.example.org", gateway.socket(""), token);
    allowed.await("authenticated");
    URI self = gateway.http("/");
    Client own = Client.openFrom("http://127.0.0.1:" + self.getPort(), gateway.socket(""), token);
    own.await("authenticated");
  }

  /** By its public name: on a local one the framework refuses other pages by itself. */
  @Test
  void theRefusalNamesWhereOriginsAreListed() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.http("/").getPort())) {
      String upgrade =
          """
          GET /v1/presence/ws HTTP/1.1\r
          Host: presence.example.org\r
          Upgrade: websocket\r
          Connection: close, Upgrade\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          Sec-WebSocket-Version: 13\r
          Origin: https://evil.example.org\r
          Authorization: Bearer %s\r
          \r
          """
              .formatted(Gateway.token(ann, 60));
      socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 403").contains("PRESENCE_ALLOWED_ORIGINS");
    }
  }

  @Test
  void aPageOfAnAllowedOriginMayReadAnswersAndNoOther() throws Exception {
    for (String origin : new String[] {"https://app.example.org", "https://evil.example.org"}) {
      var request =
          HttpRequest.newBuilder(gateway.http("/v1/presence?user_ids=a"))
              .header("Origin", origin)
              .header("Access-Control-Request-Method", "GET")
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
              .build();
      try (HttpClient http = HttpClient.newHttpClient()) {
        var allowed =
            http.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("Access-Control-Allow-Origin");
        if (origin.contains("evil")) {
          assertThat(allowed).isEmpty();
        } else {
          assertThat(allowed).contains(origin);
        }
      }
    }
  }

  @Test
  void whoSaysNothingIsClosedInTime() throws Exception {
    long from = System.nanoTime();
    Client client = Client.open(gateway.socket(""), null);
    assertThat(client.awaitClose()).isEqualTo(4408);
    assertThat((System.nanoTime() - from) / 1_000_000).isBetween(900L, 5_000L);
  }

  @Test
  void anyOtherFirstFrameIsRefused() throws Exception {
    for (String frame :
        new String[] {
          "{\"event\":\"heartbeat\",\"data\":{},\"ref\":\"r\"}",
          "{\"event\":\"get_presence\",\"data\":{\"user_ids\":[]},\"ref\":\"r\"}",
          "not json"
        }) {
      Client client = Client.open(gateway.socket(""), null);
      client.send(frame);
      assertThat(client.await("error").code()).isEqualTo("unauthenticated");
      assertThat(client.awaitClose()).as(frame).isEqualTo(4401);
    }
  }

  @Test
  void aBadTokenInTheFirstFrameIsRefused() throws Exception {
    for (String token : new String[] {Gateway.token(ann, -60), "nonsense", ""}) {
      Client client = Client.open(gateway.socket(""), null);
      client.send(
          "{\"event\":\"authenticate\",\"ref\":\"a\",\"data\":{\"token\":\"%s\"}}"
              .formatted(token));
      Node error = client.await("error");
      assertThat(error.code()).isEqualTo("unauthenticated");
      assertThat(error.text("ref")).isEqualTo("a");
      assertThat(client.awaitClose()).isEqualTo(4401);
    }
    assertThat(gateway.peers.reports(SessionReport.class, ann)).isEmpty();
  }

  @Test
  void aTokenThatEndsEndsTheSocketUnlessAFreshOneCame() throws Exception {
    Client late = Client.open(gateway.socket(""), Gateway.token(ann, 4));
    Client renewed = Client.open(gateway.socket(""), Gateway.token(ann, 4));
    for (Client client : new Client[] {late, renewed}) {
      client.await("authenticated");
      client.awaitSnapshot();
    }
    Node reminder = renewed.await("error");
    assertThat(reminder.code()).isEqualTo("unauthenticated");
    assertThat(reminder.get("data").text("message")).contains("authenticate with a fresh one");
    assertThat(reminder.has("ref")).isFalse();
    assertThat(renewed.closed).isNotDone();
    Node answer =
        renewed.ask(
            "fresh", "authenticate", "{\"token\":\"%s\"}".formatted(Gateway.token(ann, 60)));
    assertThat(answer.text("event")).isEqualTo("authenticated");
    assertThat(late.awaitClose()).isEqualTo(4401);
    // Once for each token, and not for one that was replaced.
    assertThat(late.frames).hasSize(1);
    assertThat(renewed.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void aFreshTokenThatIsNoGoodEndsTheSocketToo() throws Exception {
    Client client = gateway.connect(ann);
    Node error =
        client.ask("b", "authenticate", "{\"token\":\"%s\"}".formatted(Gateway.token(ann, -5)));
    assertThat(error.code()).isEqualTo("unauthenticated");
    assertThat(client.awaitClose()).isEqualTo(4401);
  }

  @Test
  void somebodyElsesTokenEndsALiveSocket() throws Exception {
    Client client = gateway.connect(ann);
    String bobs = Gateway.token(Gateway.someone("bob"), 60);
    Node error = client.ask("b", "authenticate", "{\"token\":\"%s\"}".formatted(bobs));
    assertThat(error.code()).isEqualTo("unauthenticated");
    assertThat(client.awaitClose()).isEqualTo(4401);
  }
}
