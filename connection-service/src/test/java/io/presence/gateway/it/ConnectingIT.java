package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ParameterizedTest
  @ValueSource(strings = {"/v1/presence/ws", "/v1/presence/ws/", "/v1/presence/ws/?device_id=a"})
  void theRefusalNamesWhereOriginsAreListedWhateverTheSpellingOfThePath(String path)
      throws Exception {
    String answer =
        answerTo(
            """
            GET %s HTTP/1.1\r
            Host: presence.example.org\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            Sec-WebSocket-Version: 13\r
            Origin: https://evil.example.org\r
            Authorization: Bearer %s\r
            \r
            """
                .formatted(path, Gateway.token(ann, 60)));
    assertThat(answer).startsWith("HTTP/1.1 403").contains("PRESENCE_ALLOWED_ORIGINS");
  }

  @Test
  void aPageOfAnAllowedOriginMayReadAnswersAndNoOther() throws Exception {
    String question =
        """
        OPTIONS /v1/presence?user_ids=a HTTP/1.1\r
        Host: presence.example.org\r
        Origin: %s\r
        Access-Control-Request-Method: GET\r
        Access-Control-Request-Headers: authorization\r
        \r
        """;
    assertThat(answerTo(question.formatted("https://app.example.org")))
        .containsIgnoringCase("Access-Control-Allow-Origin: https://app.example.org");
    assertThat(answerTo(question.formatted("https://evil.example.org")))
        .startsWith("HTTP/1.1 ")
        .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
  }

  /** What comes within a second: the server may keep the connection for more. */
  private static String answerTo(String request) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", gateway.http("/").getPort())) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] some = new byte[4_096];
      for (int n = socket.getInputStream().read(some);
          n >= 0;
          n = socket.getInputStream().read(some)) {
        answer.append(new String(some, 0, n, StandardCharsets.US_ASCII));
      }
    } catch (SocketTimeoutException e) {
      assertThat(answer).as("an answer within a second").isNotEmpty();
    }
    return answer.toString();
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
    assertThat(reminder.get("data").get("retry_after_ms").number()).isBetween(1L, 4_000L);
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
    assertThat(error.get("data").has("retry_after_ms")).as("no reminder").isFalse();
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
