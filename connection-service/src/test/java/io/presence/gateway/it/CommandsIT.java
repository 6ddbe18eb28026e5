package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that change something, and frames that are refused. */
@Timeout(60)
class CommandsIT {
  private static final int MAX_FRAME_BYTES = 73_728;

  private final Gateway gateway = Gateway.shared();
  private final UserId ann = Gateway.someone("ann");

  @Test
  void aStatusIsAckedWithWhatItHasBecome() throws Exception {
    Client client = gateway.connect(ann);
    String until = Instant.now().plusSeconds(600).toString();
    Node ack =
        client.ask(
            "s",
            "update_status",
            "{\"status\":\"dnd\",\"custom_message\":\"lunch\",\"expires_at\":\"%s\"}"
                .formatted(until));
    assertThat(ack.text("event")).isEqualTo("ack");
    Node me = ack.get("data").get("me");
    assertThat(me.text("status")).isEqualTo("busy");
    assertThat(me.text("custom_message")).isEqualTo("lunch");
    assertThat(me.text("expires_at")).startsWith(until.substring(0, 19));
    me = client.ask("c", "update_status", "{\"custom_message\":null}").get("data").get("me");
    assertThat(me.text("status")).isEqualTo("busy");
    assertThat(me.has("custom_message")).isFalse();
    me = client.ask("o", "update_status", "{\"status\":\"offline\"}").get("data").get("me");
    assertThat(me.text("status")).isEqualTo("offline");
  }

  @Test
  void aMessageOf140CodePointsIsTakenAndOneOf141IsNot() throws Exception {
    Client client = gateway.connect(ann);
    String longest = "\uD83D\uDE00".repeat(140);
    Node ack = client.ask("s", "update_status", "{\"custom_message\":\"%s\"}".formatted(longest));
    assertThat(ack.get("data").get("me").text("custom_message")).isEqualTo(longest);
    Node error =
        client.ask("t", "update_status", "{\"custom_message\":\"%s!\"}".formatted(longest));
    assertThat(error.code()).isEqualTo("invalid_data");
    assertThat(error.get("data").text("message")).contains("140").contains("141");
  }

  @Test
  void fiveHundredIdsAreTakenAndOneMoreIsNot() throws Exception {
    Client client = gateway.connect(ann);
    Node answer = client.ask("s", "get_presence", ids(500));
    assertThat(answer.get("data").size()).isEqualTo(500);
    Node error = client.ask("t", "subscribe_presence", ids(501));
    assertThat(error.code()).isEqualTo("invalid_data");
    assertThat(error.get("data").text("message")).contains("500").contains("501");
  }

  /** As long as ids may be: a frame must hold as many of them as the protocol allows. */
  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"%0128d\""::formatted)
        .collect(Collectors.joining(",", "{\"user_ids\":[", "]}"));
  }

  @Test
  void whatIsNoFrameOfTheProtocolIsToldAndTheSocketLives() throws Exception {
    Client client = gateway.connect(ann);
    client.send("nope");
    assertThat(client.await("error").code()).isEqualTo("bad_frame");
    client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).get();
    assertThat(client.await("error").code()).isEqualTo("bad_frame");
    assertThat(client.ask("r", "dance", "{}").code()).isEqualTo("unknown_event");
    assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void aHeartbeatIsAckedOnlyIfItHasARef() throws Exception {
    Client client = gateway.connect(ann);
    client.send("{\"event\":\"heartbeat\",\"data\":{}}");
    assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void activityIsReportedAtOnceAndThenOnlyNowAndThen() throws Exception {
    Client client = gateway.connect(ann);
    client.ask("1", "heartbeat", "{\"active\":true}");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> gateway.peers.reports(SessionReport.Active.class, ann).size() == 1);
    client.ask("2", "heartbeat", "{\"active\":true}");
    client.ask("3", "heartbeat", "{\"active\":false}");
    client.goodbye();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !gateway.peers.reports(SessionReport.Closed.class, ann).isEmpty());
    assertThat(gateway.peers.reports(SessionReport.Active.class, ann)).hasSize(1);
  }

  @Test
  void aGoodbyeEndsTheSessionAndACutLosesIt() throws Exception {
    Client polite = gateway.connect(ann);
    Client rude = gateway.connect(ann);
    Client tab = gateway.connect(ann);
    rude.ask("1", "heartbeat", "{\"active\":true}");
    rude.ask("2", "heartbeat", "{\"active\":true}");
    polite.goodbye();
    assertThat(polite.awaitClose()).isEqualTo(1000);
    rude.cut();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertThat(gateway.peers.reports(SessionReport.Closed.class, ann)).hasSize(1);
          assertThat(gateway.peers.reports(SessionReport.Lost.class, ann)).hasSize(1);
        });
    var lost = gateway.peers.reports(SessionReport.Lost.class, ann).getFirst();
    assertThat(lost.ageMillis()).isBetween(0L, 1_000L);
    // What was active and not yet written goes before the loss.
    assertThat(gateway.peers.reports(SessionReport.Active.class, ann)).hasSize(2);
    Node me = tab.ask("s", "update_status", "{\"status\":\"online\"}").get("data").get("me");
    assertThat(me.text("status")).isEqualTo(Status.ONLINE.word());
  }

  @Test
  void aFrameThatIsTooLargeClosesWith4413() throws Exception {
    Client client = gateway.connect(ann);
    String filler = "{\"event\":\"heartbeat\",\"ref\":\"h\",\"filler\":\"%s\"}";
    int overhead = filler.formatted("").length();
    client.send(filler.formatted("x".repeat(MAX_FRAME_BYTES - overhead)));
    client.await("ack");
    client.send(filler.formatted("x".repeat(MAX_FRAME_BYTES + 1 - overhead)));
    assertThat(client.awaitClose()).isEqualTo(4413);
  }

  @Test
  void aMessageInFragmentsIsMeasuredAsAWhole() throws Exception {
    Client client = gateway.connect(ann);
    client.socket().sendText("x".repeat(MAX_FRAME_BYTES - 400), false).get();
    client.socket().sendText("x".repeat(401), true).get();
    assertThat(client.awaitClose()).isEqualTo(4413);
  }
}
