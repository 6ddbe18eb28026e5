package io.presence.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.endtoend.live.Up;
import io.presence.local.client.GraphImport;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.RunningStack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every service from the jar that is deployed, as {@code ./presence up --gateways 2
 * --redis-cluster} starts them, and real sockets on both gateways. Other tests stand on one Redis.
 * Bounds are those of the promises, with room for a slow machine; how fast it is, a benchmark says.
 */
@Timeout(300)
class EndToEndIT {
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path data;
  private static @Nullable Up up;
  private static @Nullable RunningStack running;

  @BeforeAll
  static void up() {
    Path log = Path.of("target", "end-to-end.log");
    up = Up.start(data, log, Map.of(), List.of("--redis-cluster"));
    running = up.running();
  }

  @AfterAll
  static void down() {
    if (up != null) {
      up.close();
    }
    HTTP.close();
  }

  @Test
  void aViewerOnOneGatewaySeesASubjectOnTheOtherComeGoAndVanish() throws Exception {
    befriend("ann bob\n");
    PresenceClient bob = connect("bob", 1);
    assertThat(bob.picture().statusOf(new UserId("ann"))).isEqualTo(VisibleStatus.OFFLINE);

    PresenceClient ann = connect("ann", 0);
    awaitSeen(bob, "ann", VisibleStatus.ONLINE, PROMPT);
    ann.updateStatus("busy");
    awaitSeen(bob, "ann", VisibleStatus.BUSY, PROMPT);
    ann.updateStatus("invisible");
    awaitSeen(bob, "ann", VisibleStatus.OFFLINE, PROMPT);
    ann.updateStatus("online");
    awaitSeen(bob, "ann", VisibleStatus.ONLINE, PROMPT);
    ann.updateStatus("offline");
    awaitSeen(bob, "ann", VisibleStatus.OFFLINE, PROMPT);
    ann.updateStatus("online");
    awaitSeen(bob, "ann", VisibleStatus.ONLINE, PROMPT);

    long cut = System.nanoTime();
    ann.cut();
    awaitSeen(bob, "ann", VisibleStatus.OFFLINE, ann.offlineDelay().plus(PROMPT));
    long after = System.nanoTime() - cut;
    assertThat(after)
        .as("a cut connection is given time to come back")
        .isGreaterThan(ann.offlineDelay().toNanos() - 1_000_000_000L);
    assertThat(bob.picture().of(new UserId("ann")).orElseThrow().lastSeen()).isNotNull();
    bob.goodbye();
  }

  @Test
  void aBlockHidesAtOnceAndForGood() throws Exception {
    befriend("cid dan\n");
    PresenceClient dan = connect("dan", 1);
    PresenceClient cid = connect("cid", 0);
    awaitSeen(dan, "cid", VisibleStatus.ONLINE, PROMPT);

    HttpRequest block =
        HttpRequest.newBuilder(running.friendGraph().resolve("/v1/users/cid/blocks/dan"))
            .header("Authorization", "Bearer " + running.userToken().apply(new UserId("cid")))
            .PUT(BodyPublishers.noBody())
            .build();
    assertThat(HTTP.send(block, BodyHandlers.discarding()).statusCode()).isBetween(200, 299);
    awaitSeen(dan, "cid", VisibleStatus.OFFLINE, PROMPT);
    long corrected = dan.picture().of(new UserId("cid")).orElseThrow().version();

    cid.updateStatus("busy");
    cid.updateStatus("online");
    PresenceClient again = connect("dan", 0);
    assertThat(again.picture().of(new UserId("cid")).orElseThrow().lastSeen()).isNull();
    assertThat(again.picture().statusOf(new UserId("cid"))).isEqualTo(VisibleStatus.OFFLINE);
    assertThat(dan.picture().of(new UserId("cid")).orElseThrow().version()).isEqualTo(corrected);
    cid.goodbye();
    dan.goodbye();
    again.goodbye();
  }

  private static void befriend(String pairs) throws IOException, InterruptedException {
    GraphImport.load(HTTP, running, BodyPublishers.ofString(pairs));
  }

  private static PresenceClient connect(String user, int gateway) throws Exception {
    return PresenceClient.connect(
            HTTP,
            running.gateways().get(gateway),
            running.userToken().apply(new UserId(user)),
            "test-" + gateway,
            seen -> {})
        .get();
  }

  private static void awaitSeen(
      PresenceClient viewer, String subject, VisibleStatus status, Duration within) {
    await()
        .alias(subject + " is seen " + status)
        .atMost(within)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> viewer.picture().statusOf(new UserId(subject)) == status);
  }
}
