package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway with little patience. */
@Timeout(60)
class LimitsIT {
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "presence.frames-per-second", 5,
                "presence.frames-burst", 10,
                "presence.heartbeat-interval-ms", 300,
                "presence.ttl-ms", 1_500,
                "presence.answer-timeout-ms", 1_000,
                "presence.max-connections", 20));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private final UserId ann = Gateway.someone("ann");

  @Test
  void framesBeyondTheRateAreRefusedWithTheirRefAndThenTheSocketIsClosed() throws Exception {
    Client client = gateway.connect(ann);
    for (int i = 0; i < 60; i++) {
      client.socket().sendText("{\"event\":\"heartbeat\",\"ref\":%d}".formatted(i), true);
    }
    assertThat(client.awaitClose()).isEqualTo(4429);
    List<Node> answers = new ArrayList<>(client.frames);
    List<Node> refused = answers.stream().filter(a -> a.text("event").equals("error")).toList();
    assertThat(refused).hasSizeBetween(1, 10);
    for (Node answer : refused) {
      assertThat(answer.code()).isEqualTo("rate_limited");
      assertThat(answer.get("ref").isNumber()).isTrue();
      assertThat(answer.get("data").get("retry_after_ms").number()).isBetween(1L, 300L);
    }
    assertThat(answers.size() - refused.size()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aClientThatOnlyAnswersPingsLivesAndIsRenewed() throws Exception {
    Client client = gateway.connect(ann);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.peers.reports(SessionReport.Heard.class, ann).size() >= 4);
    assertThat(client.pings.get()).isGreaterThanOrEqualTo(3);
    assertThat(client.closed).isNotDone();
    assertThat(gateway.peers.reports(SessionReport.Heard.class, ann))
        .allSatisfy(heard -> assertThat(heard.ageMillis()).isBetween(0L, 1_500L));
  }

  @Test
  void aClientThatIsSilentForTheTtlIsDroppedAndNotReported() throws Exception {
    String token = Gateway.token(ann, 60);
    try (Socket socket = new Socket("127.0.0.1", gateway.http("/").getPort())) {
      // A socket that upgrades, and then answers no ping.
      String upgrade =
          """
          GET /v1/presence/ws HTTP/1.1\r
          Host: localhost\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Protocol: presence.v1\r
          Sec-WebSocket-Extensions: permessage-deflate\r
          Authorization: Bearer %s\r
          \r
          """
              .formatted(token);
      socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
      long from = System.nanoTime();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat((System.nanoTime() - from) / 1_000_000).isGreaterThanOrEqualTo(1_500);
      assertThat(all)
          .containsIgnoringCase("sec-websocket-protocol: presence.v1")
          .doesNotContainIgnoringCase("sec-websocket-extensions")
          .contains("\"authenticated\"");
    }
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(gateway.peers.reports(SessionReport.Connected.class, ann)).hasSize(1));
    assertThat(gateway.peers.reports(SessionReport.Lost.class, ann)).isEmpty();
  }

  @Test
  void aSessionThatHasEndedWhileItsSocketLivesBeginsAgain() throws Exception {
    Client client = gateway.connect(ann);
    var first = gateway.peers.reports(SessionReport.Connected.class, ann).getFirst();
    gateway
        .bean(io.presence.store.PresenceStore.class)
        .sessions()
        .apply(List.of(new SessionReport.Closed(ann, first.sessionId())), java.util.Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.peers.reports(SessionReport.Connected.class, ann).size() >= 2);
    var second = gateway.peers.reports(SessionReport.Connected.class, ann).getLast();
    assertThat(second.sessionId()).isNotEqualTo(first.sessionId());
    assertThat(second.deviceId()).isEqualTo(first.deviceId());
    Node me = client.ask("s", "update_status", "{\"status\":\"online\"}").get("data");
    assertThat(me.get("me").text("status")).isEqualTo("online");
  }

  @Test
  void aSessionBeginsAsSoonAsItCan() throws Exception {
    gateway.peers.down.put(Peers.HEARTBEATS, true);
    Client client = Client.open(gateway.socket(""), Gateway.token(ann, 60));
    gateway.peers.down.clear();
    client.await("authenticated");
  }

  @Test
  void aFullGatewayRefusesUpgrades() throws Exception {
    List<Client> clients = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 21; i++) {
                  clients.add(Client.open(gateway.socket(""), null));
                }
              })
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
      assertThat(gateway.rejected("connections-per-gateway")).isPositive();
    } finally {
      clients.forEach(Client::cut);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(() -> gateway.connect(ann) != null);
  }
}
