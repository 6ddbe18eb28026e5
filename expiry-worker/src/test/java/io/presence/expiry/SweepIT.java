package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.Cause;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines, on real servers. Ages are compared on the store's own clock. */
@Timeout(120)
class SweepIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** What the product promises after the TTL (invariant No ghosts). */
  private static final long PROMISE_MILLIS = 1_000;

  /** A thread that wants to run may have to wait for tests beside it. */
  private static final long BUSY_MACHINE_MILLIS = 4_000;

  private static final Map<String, Object> BY_SWEEP_ALONE =
      Map.of("presence.sweep.expired-events", false);
  private static final GatewayId GATEWAY = new GatewayId("gw-sweep");
  private static final int SHARDS = Sharding.DEFAULT_SHARDS;

  private final String group = "sweep-" + SessionId.random();
  private FakeFriendGraph graph;
  private StreamProbe changes;

  @BeforeEach
  void start() throws IOException {
    graph = new FakeFriendGraph();
    Worker.createTopics();
    changes = StreamProbe.ofChanges(TestServers.kafkaBootstrapServers());
  }

  @AfterEach
  void stop() {
    changes.close();
    graph.close();
  }

  @Test
  void aLapsedSessionGoesOfflineOnceAndOnTimeHoweverManyWorkersLook() {
    try (var one = Worker.start(graph, group, BY_SWEEP_ALONE);
        var two = Worker.start(graph, group, BY_SWEEP_ALONE)) {
      awaitOwned(SHARDS / 2, one, two);
      List<PresenceChanged> connected = users(30).map(user -> one.connect(user, GATEWAY)).toList();

      connected.forEach(this::awaitLapse);
      List<Long> late =
          connected.stream()
              .map(begun -> awaitLapse(begun).at() - begun.at() - Worker.TTL_MILLIS)
              .sorted()
              .toList();
      assertThat(late).as("milliseconds late").allMatch(millis -> millis >= 0);
      assertThat(late.getLast()).as("latest").isLessThan(PROMISE_MILLIS + BUSY_MACHINE_MILLIS);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() ->
              connected.forEach(begun ->
                  assertThat(changes.changesOf(begun.userId()))
                      .extracting(PresenceChanged::cause)
                      .containsExactly(Cause.CONNECTED, Cause.LAPSED)));
      awaitUnconfirmed(one, 0);
    }
  }

  @Test
  void theShardsOfAWorkerThatIsGoneHaveANewOwner() {
    try (var one = Worker.start(graph, group, BY_SWEEP_ALONE)) {
      try (var two = Worker.start(graph, group, BY_SWEEP_ALONE)) {
        awaitOwned(SHARDS / 2, one, two);
      }
      awaitOwned(SHARDS, one);
    }
  }

  @Test
  void withoutKafkaDeadlinesAreDecidedAllTheSameAndToldLater() {
    UserId user = users(1).findFirst().orElseThrow();
    PresenceChanged begun;
    var away = Map.<String, Object>of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    try (var alone = Worker.start(graph, group, away)) {
      begun = alone.connect(user, GATEWAY);
      await().atMost(LONG).until(() -> statusOf(alone, user) == Status.OFFLINE);
      assertThat(alone.ownedShards()).isZero();
      assertThat(changes.changesOf(user)).isEmpty();
    }
    try (var back = Worker.start(graph, group, BY_SWEEP_ALONE)) {
      List<PresenceChanged> told =
          await().atMost(LONG).until(() -> changes.changesOf(user), found -> !found.isEmpty());
      assertThat(told.getFirst().cause()).isEqualTo(Cause.REPUBLISHED);
      assertThat(told.getFirst().state().status()).isEqualTo(Status.OFFLINE);
      // Its own version, so its own time: the decision was made by a worker that owned nothing.
      assertThat(told.getFirst().version() - begun.version())
          .isBetween(
              Worker.TTL_MILLIS + 500, Worker.TTL_MILLIS + PROMISE_MILLIS + BUSY_MACHINE_MILLIS);
      awaitUnconfirmed(back, 0);
    }
  }

  @Test
  void aChangeThatWasNeverPublishedIsPublishedFromTheLedger() {
    UserId user = users(1).findFirst().orElseThrow();
    var impatient =
        Map.<String, Object>of(
            "presence.sweep.unconfirmed-after", "200ms",
            "presence.sweep.republish-interval", "200ms");
    try (var worker = Worker.start(graph, group, impatient)) {
      awaitOwned(SHARDS, worker);
      assertThat(worker.apply(Worker.connected(user, GATEWAY))).isPresent();
      PresenceChanged told =
          await()
              .atMost(LONG)
              .until(() -> changes.changesOf(user), found -> !found.isEmpty())
              .getFirst();
      assertThat(told.cause()).isEqualTo(Cause.REPUBLISHED);
      assertThat(told.state().status()).isEqualTo(Status.ONLINE);
      awaitUnconfirmed(worker, 0);
    }
  }

  @Test
  void anExpiredEventDecidesWhenTheSweepIsSlow() {
    var slow =
        Map.<String, Object>of("presence.sweep.finest", "60s", "presence.sweep.coarsest", "60s");
    try (var worker = Worker.start(graph, group, slow)) {
      awaitOwned(SHARDS, worker);
      PresenceChanged begun = worker.connect(users(1).findFirst().orElseThrow(), GATEWAY);
      awaitLapse(begun);
      assertThat(worker.counter("presence.expired.hints", "result", "won")).isPositive();
    }
  }

  @Test
  void aStatusThatExpiresEndsOnTimeWithNobodyToTriggerIt() {
    UserId user = users(1).findFirst().orElseThrow();
    // Long enough that a busy machine sets the status before it expires, and the session lives on.
    var patient =
        Map.<String, Object>of("presence.ttl-ms", 10_000, "presence.sweep.expired-events", false);
    try (var worker = Worker.start(graph, group, patient)) {
      awaitOwned(SHARDS, worker);
      SessionReport.Connected session = Worker.connected(user, GATEWAY);
      PresenceChanged begun = worker.apply(session).orElseThrow();
      long expires = begun.at() + 2_500;
      var busy = new StatusEdit(Status.BUSY, expires, StatusEdit.Message.KEEP, null);
      PresenceChanged set =
          worker.apply(new SessionReport.StatusSet(user, session.sessionId(), busy)).orElseThrow();
      worker.publish(set);

      PresenceChanged expired =
          await()
              .atMost(LONG)
              .until(() -> changesWith(user, Cause.STATUS_EXPIRED), found -> !found.isEmpty())
              .getFirst();
      assertThat(expired.state().status()).isEqualTo(Status.ONLINE);
      assertThat(expired.at() - expires).isBetween(0L, PROMISE_MILLIS + BUSY_MACHINE_MILLIS);
    }
  }

  private static java.util.stream.Stream<UserId> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> new UserId("sweep-" + SessionId.random()));
  }

  private PresenceChanged awaitLapse(PresenceChanged begun) {
    return await()
        .atMost(LONG)
        .until(() -> changesWith(begun.userId(), Cause.LAPSED), found -> !found.isEmpty())
        .getFirst();
  }

  private List<PresenceChanged> changesWith(UserId user, Cause cause) {
    return changes.changesOf(user).stream().filter(change -> change.cause() == cause).toList();
  }

  private static Status statusOf(Worker worker, UserId user) {
    return worker.store.reader().read(List.of(user)).values().iterator().next().state().status();
  }

  private static void awaitOwned(int shards, Worker... workers) {
    await()
        .atMost(LONG)
        .until(() -> List.of(workers).stream().allMatch(worker -> worker.ownedShards() == shards));
  }

  private static void awaitUnconfirmed(Worker worker, long count) {
    var all = new Sharding(SHARDS).all();
    await().atMost(LONG).until(() -> worker.store.ledger().unconfirmed(all) == count);
  }
}
