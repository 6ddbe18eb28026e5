package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Cause;
import io.presence.contracts.Delivery;
import io.presence.contracts.Delivery.Kind;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.stream.StreamProbe;
import io.presence.stream.StreamProbe.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a change on Kafka to the deliveries of each gateway. */
@Timeout(120)
class FanOutIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UserId BOB = new UserId("bob");
  private static final UserId CARL = new UserId("carl");
  private static final UserId DORA = new UserId("dora");
  private static final PersonState OFFLINE =
      new PersonState(Status.OFFLINE, null, List.of(), 1_000);
  private static final PersonState INVISIBLE =
      new PersonState(Status.INVISIBLE, null, List.of(), 1_000);
  private static final PersonState ONLINE =
      new PersonState(Status.ONLINE, "hello", List.of(DeviceType.WEB), 2_000);

  private static final AtomicLong VERSIONS = new AtomicLong(1_800_000_000_000L);

  private static FakeFriendGraph graph;
  private static Worker worker;

  private final UserId ann = new UserId("ann-" + SessionId.random());
  private final GatewayId one = GatewayId.random();
  private final GatewayId two = GatewayId.random();
  private StreamProbe deliveries;

  @BeforeAll
  static void start() throws IOException {
    graph = new FakeFriendGraph();
    worker =
        Worker.start(
            graph,
            "fan-out-it",
            Map.of("kafka.max.poll.interval.ms", 3_000, "presence.fanout.viewers-per-delivery", 2));
  }

  @AfterAll
  static void stop() {
    worker.close();
    graph.close();
  }

  @BeforeEach
  void twoGateways() {
    graph.answers = true;
    deliveries = StreamProbe.ofDeliveries(TestServers.kafkaBootstrapServers());
    worker.store.gateways().announce(one, 0);
    worker.store.gateways().announce(two, 0);
  }

  @AfterEach
  void withdraw() {
    deliveries.close();
    worker.store.gateways().alive().forEach(g -> worker.store.gateways().withdraw(g.gateway()));
  }

  @Test
  void eachGatewayGetsOneRecordForEachViewClassWithItsViewersAndItsFrame() {
    graph.mayBeSeen(ann, List.of(BOB, CARL), List.of(DORA));
    PresenceChanged change = change(Cause.CONNECTED, OFFLINE, ONLINE);
    worker.publish(change);

    for (GatewayId gateway : List.of(one, two)) {
      List<Sent> sent = awaitSent(gateway, 3);
      assertThat(sent).allSatisfy(s -> assertThat(s.partition()).isEqualTo(partition(gateway)));
      assertThat(sent)
          .allSatisfy(s -> assertThat(s.delivery().version()).isEqualTo(change.version()));
      Sent full = presence(sent, List.of(BOB, CARL));
      assertThat(full.frame())
          .isEqualTo(
              "{\"event\":\"presence_updated\",\"data\":{\"user_id\":\"%s\",\"status\":\"online\","
                      .formatted(ann)
                  + "\"last_seen\":\"1970-01-01T00:00:02.000Z\",\"custom_message\":\"hello\","
                  + "\"device_types\":[\"web\"],\"version\":%d,\"live\":true}}"
                      .formatted(change.version()));
      Sent statusOnly = presence(sent, List.of(DORA));
      assertThat(statusOnly.frame()).contains("\"last_seen\":null").contains("\"hello\"");
      Sent me = sent.stream().filter(s -> s.delivery().kind() == Kind.ME).findFirst().orElseThrow();
      assertThat(me.delivery().viewers()).containsExactly(ann);
      assertThat(me.delivery().session()).isEqualTo(change.sessionId());
      assertThat(me.frame()).startsWith("{\"event\":\"me_updated\"").contains("\"online\"");
    }
  }

  @Test
  void whoMayNotKnowExactlyWhenIsToldAboutWhen() {
    graph.mayBeSeen(ann, List.of(BOB), List.of(DORA), List.of(CARL));
    PresenceChanged change = change(Cause.CLOSED, ONLINE, OFFLINE);
    worker.publish(change);
    List<Sent> sent = awaitPresence(one, 3);
    assertThat(presence(sent, List.of(CARL)).frame())
        .contains("\"last_seen\":null,\"last_seen_approx\":\"long_ago\"")
        .contains("\"offline\"");
    assertThat(presence(sent, List.of(DORA)).frame())
        .contains("\"last_seen\":null")
        .doesNotContain("approx");
    assertThat(presence(sent, List.of(BOB)).frame()).doesNotContain("approx");
  }

  @Test
  void whatViewersCannotNoticeIsToldToThePersonAlone() {
    graph.mayBeSeen(ann, List.of(BOB), List.of(DORA));
    worker.publish(change(Cause.STATUS_SET, OFFLINE, INVISIBLE));
    assertThat(awaitSent(one, 1))
        .singleElement()
        .satisfies(sent -> assertThat(sent.delivery().kind()).isEqualTo(Kind.ME))
        .satisfies(sent -> assertThat(sent.frame()).contains("\"invisible\""));

    worker.publish(change(Cause.STATUS_SET, INVISIBLE, ONLINE));
    assertThat(awaitPresence(one, 2))
        .hasSize(2)
        .allSatisfy(sent -> assertThat(sent.frame()).contains("\"online\""));
  }

  @Test
  void aBlockBeforeTheChangeMeansThatTheBlockedIsNotAddressed() {
    graph.mayBeSeen(ann, List.of(BOB, CARL), List.of());
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    awaitPresence(one, 1);
    worker.publish(change(Cause.CLOSED, ONLINE, OFFLINE));
    awaitPresence(one, 2);
    assertThat(graph.asked.stream().filter(ann::equals)).as("cached by version").hasSize(1);

    graph.mayBeSeen(ann, List.of(CARL), List.of());
    worker.store.graphVersions().bump(List.of(ann, BOB));
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));

    assertThat(awaitPresence(one, 3).getLast().delivery().viewers()).containsExactly(CARL);
  }

  @Test
  void whoeverMaySeeThePersonSinceAChangeIsToldHowTheyStandNow() {
    PresenceChanged change = worker.apply(Worker.connected(ann, one)).orElseThrow();
    PresenceChanged busy = worker.apply(busy(ann)).orElseThrow();
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    worker.store.graphVersions().bump(List.of(ann, BOB));

    worker.publish(change);

    assertThat(awaitPresence(one, 1))
        .singleElement()
        .satisfies(sent -> assertThat(sent.frame()).contains("\"busy\""))
        .satisfies(sent -> assertThat(sent.delivery().anew()).isTrue())
        .satisfies(
            sent -> assertThat(sent.delivery().version()).isGreaterThanOrEqualTo(busy.version()));
  }

  @Test
  void aChangeThatIsSaidAgainGoesByTheTimeOfItsReading() {
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    PresenceChanged change = worker.apply(Worker.connected(ann, one)).orElseThrow();
    PresenceChanged again =
        new PresenceChanged(
            ann,
            change.version() - 1,
            1,
            Cause.REPUBLISHED,
            OFFLINE,
            null,
            change.hand(),
            null,
            9L);
    worker.publish(again);
    assertThat(awaitPresence(one, 1))
        .singleElement()
        .satisfies(sent -> assertThat(sent.frame()).contains("\"online\""))
        .satisfies(
            sent -> assertThat(sent.delivery().version()).isGreaterThanOrEqualTo(change.version()));
  }

  @Test
  void ofWhomTheStoreHasLostNobodyIsTold() {
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    worker.store.graphVersions().bump(List.of(ann));
    worker.publish(
        new PresenceChanged(
            ann,
            7,
            7,
            Cause.CONNECTED,
            ONLINE,
            OFFLINE,
            HandSet.NOTHING,
            SessionId.random(),
            null));
    awaitSent(one, 1);
    worker.publish(change(Cause.CLOSED, ONLINE, OFFLINE));
    assertThat(awaitPresence(one, 1))
        .singleElement()
        .satisfies(sent -> assertThat(sent.frame()).contains("\"offline\""));
  }

  private static SessionReport busy(UserId user) {
    return new SessionReport.PersonSet(
        user, null, new StatusEdit(Status.BUSY, null, StatusEdit.Message.KEEP, null));
  }

  @Test
  void aGatewayAnnouncedAMomentAgoIsAddressed() {
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    awaitPresence(one, 1);
    GatewayId fresh = GatewayId.random();
    worker.store.gateways().announce(fresh, 0);
    worker.publish(change(Cause.CLOSED, ONLINE, OFFLINE));
    assertThat(awaitPresence(fresh, 1)).hasSize(1);
  }

  @Test
  void aGatewayThatWatchesExplicitlyGetsTheStateOnceBesideThePushes() throws IOException {
    graph.mayBeSeen(ann, List.of(BOB, CARL), List.of(DORA));
    worker.store.watches().watch(two, List.of(ann));
    PresenceChanged change = change(Cause.CONNECTED, OFFLINE, ONLINE);
    worker.publish(change);
    awaitPresence(one, 2);
    awaitPresence(two, 2);
    Sent watched =
        await().atMost(LONG).until(() -> watchedOf(two), sent -> !sent.isEmpty()).getFirst();
    assertThat(watched.delivery().version()).isEqualTo(change.version());
    assertThat(watched.delivery().viewers()).isEmpty();
    assertThat(ObjectMapper.getDefault().readValue(watched.frame(), PersonState.class))
        .isEqualTo(ONLINE);

    worker.publish(change(Cause.STATUS_SET, INVISIBLE, INVISIBLE));
    worker.store.watches().unwatch(two, List.of(ann));
    worker.publish(change(Cause.CLOSED, ONLINE, OFFLINE));
    awaitPresence(two, 4);
    assertThat(watchedOf(two)).as("neither what nobody could notice, nor after its end").hasSize(1);
    assertThat(watchedOf(one)).isEmpty();
  }

  @Test
  void ofAVeryLargeAudienceOnlyGatewaysThatWatchExplicitlyAreTold() {
    graph.isPullOnly(ann);
    worker.store.watches().watch(two, List.of(ann));
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    await().atMost(LONG).until(() -> watchedOf(two).size() == 1);
    assertThat(presenceOf(one)).isEmpty();
    assertThat(presenceOf(two)).isEmpty();
    assertThat(awaitSent(one, 1)).extracting(sent -> sent.delivery().kind()).containsOnly(Kind.ME);

    graph.mayBeSeen(ann, List.of(BOB), List.of());
    worker.store.graphVersions().bump(List.of(ann));
    worker.publish(change(Cause.CLOSED, ONLINE, OFFLINE));
    awaitPresence(one, 1);
    await().atMost(LONG).until(() -> watchedOf(two).size() == 2);
  }

  private List<Sent> watchedOf(GatewayId gateway) {
    return deliveries.sentTo(gateway).stream()
        .filter(sent -> sent.delivery().kind() == Kind.WATCHED)
        .filter(sent -> sent.delivery().subject().equals(ann))
        .toList();
  }

  @Test
  void viewersAboveTheBoundComeInSeveralRecords() {
    UserId emil = new UserId("emil");
    graph.mayBeSeen(ann, List.of(BOB, CARL, DORA, emil), List.of(BOB, CARL, DORA));
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    assertThat(awaitPresence(one, 4))
        .extracting(s -> s.delivery().viewers())
        .containsExactly(
            List.of(BOB, CARL), List.of(DORA, emil), List.of(BOB, CARL), List.of(DORA));
  }

  @Test
  void whileTheFriendGraphIsAwayNobodyIsToldButSweepingGoesOn() {
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    graph.answers = false;
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    // One's own sessions need no friend graph.
    assertThat(awaitSent(one, 1).getFirst().delivery().kind()).isEqualTo(Kind.ME);

    try (var changes = StreamProbe.ofChanges(TestServers.kafkaBootstrapServers())) {
      UserId lapsing = new UserId("lapsing-" + SessionId.random());
      worker.connect(lapsing, one);
      await()
          .atMost(LONG)
          .until(
              () -> changes.changesOf(lapsing).stream().anyMatch(c -> c.cause() == Cause.LAPSED));
    }
    // Longer than the group waits for a worker that does not poll.
    await()
        .during(Duration.ofSeconds(4))
        .atMost(LONG)
        .until(() -> worker.ownedShards() == Sharding.DEFAULT_SHARDS && presenceOf(one).isEmpty());
    graph.answers = true;
    assertThat(awaitPresence(one, 1).getFirst().delivery().viewers()).containsExactly(BOB);
  }

  @Test
  void aRecordThatIsNoChangeHoldsNobodyUp() {
    graph.mayBeSeen(ann, List.of(BOB), List.of());
    double before = worker.counter("presence.fanout.changes", "result", "unreadable");
    try (var producer =
        new KafkaProducer<String, byte[]>(
            Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (int partition = 0; partition < Worker.PARTITIONS; partition++) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Topics.PRESENCE_CHANGES,
                    partition,
                    "x",
                    "no change".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
    }
    worker.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));
    awaitPresence(one, 1);
    await()
        .atMost(LONG)
        .until(() ->
            worker.counter("presence.fanout.changes", "result", "unreadable")
                == before + Worker.PARTITIONS);
  }

  @Test
  void withMoreGatewaysThanTheThresholdOnlyTheHoldersAreAddressed() {
    var registry = Map.<String, Object>of("presence.fanout.broadcast-gateways", 0);
    worker.close();
    try (var precise = Worker.start(graph, "fan-out-it", registry)) {
      UserId bob = new UserId("bob-" + SessionId.random());
      UserId carl = new UserId("carl-" + SessionId.random());
      precise.connect(bob, one);
      precise.connect(carl, two);
      graph.mayBeSeen(ann, List.of(bob, DORA), List.of(carl));
      GatewayId empty = GatewayId.random();
      precise.store.gateways().announce(empty, 0);
      precise.publish(change(Cause.CONNECTED, OFFLINE, ONLINE));

      assertThat(awaitPresence(one, 1).getFirst().delivery().viewers()).containsExactly(bob);
      assertThat(awaitPresence(two, 1).getFirst().delivery().viewers()).containsExactly(carl);
      assertThat(presenceOf(empty)).isEmpty();
    } finally {
      worker =
          Worker.start(
              graph,
              "fan-out-it",
              Map.of(
                  "kafka.max.poll.interval.ms", 3_000, "presence.fanout.viewers-per-delivery", 2));
    }
  }

  private PresenceChanged change(Cause cause, PersonState before, PersonState after) {
    long version = VERSIONS.incrementAndGet();
    return new PresenceChanged(
        ann, version, version, cause, after, before, HandSet.NOTHING, SessionId.random(), null);
  }

  private boolean isPresence(Sent sent) {
    return sent.delivery().kind() == Kind.PRESENCE && sent.delivery().subject().equals(ann);
  }

  private List<Sent> presenceOf(GatewayId gateway) {
    return deliveries.sentTo(gateway).stream().filter(this::isPresence).toList();
  }

  private List<Sent> awaitPresence(GatewayId gateway, int count) {
    return await().atMost(LONG).until(() -> presenceOf(gateway), sent -> sent.size() >= count);
  }

  private List<Sent> awaitSent(GatewayId gateway, int count) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                deliveries.sentTo(gateway).stream()
                    .filter(sent -> sent.delivery().subject().equals(ann))
                    .toList(),
            sent -> sent.size() >= count);
  }

  private static Sent presence(List<Sent> sent, List<UserId> viewers) {
    return sent.stream()
        .filter(s -> s.delivery().kind() == Delivery.Kind.PRESENCE)
        .filter(s -> s.delivery().viewers().equals(viewers))
        .findFirst()
        .orElseThrow();
  }

  private static int partition(GatewayId gateway) {
    return Sharding.deliveriesPartition(gateway, Worker.PARTITIONS);
  }
}
