package io.presence.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.local.Presence;
import io.presence.local.RunningInstance;
import io.presence.local.client.GraphImport;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.RunningStack;
import io.presence.local.home.Home;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path data;
  private static @Nullable Process stack;
  private static @Nullable RunningStack running;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void up() throws IOException {
    Home home = new Home(PROJECT, data);
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dpresence.project=" + PROJECT,
            "-cp",
            localStackJar().toString(),
            Presence.class.getName(),
            "up",
            "--gateways",
            "2",
            "--redis-cluster",
            "--port-base",
            // All its ports below 32768, where systems begin to hand out ports of their own.
            Integer.toString(ThreadLocalRandom.current().nextInt(10_000, 21_000)));
    command.environment().put("PRESENCE_HOME", data.toString());
    Path log = Path.of("target", "end-to-end.log");
    stack = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> {
          assertThat(stack.isAlive()).as("the stack runs: see " + log).isTrue();
          return RunningInstance.of(home).isPresent();
        });
    running = RunningInstance.of(home).orElseThrow();
  }

  @AfterAll
  static void down() throws InterruptedException {
    if (stack != null) {
      stack.destroy();
      assertThat(stack.waitFor(60, TimeUnit.SECONDS)).as("the stack stops when told to").isTrue();
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

  private static Path localStackJar() throws IOException {
    try (var files = Files.list(PROJECT.resolve("local-stack/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("local-stack-\\d.*SNAPSHOT\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}
