package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomFrames;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Rooms;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import io.presence.local.servers.RedisWire;
import io.presence.local.servers.TestServers;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counting rooms, on real servers. */
@Timeout(120)
class RoomsIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int SHARDS = Sharding.DEFAULT_SHARDS;

  private final String group = "rooms-" + SessionId.random();
  private final RoomId room = new RoomId("room-" + SessionId.random());
  private final GatewayId gateway = GatewayId.random();
  private final UserId ann = someone("ann");
  private final UserId bob = someone("bob");
  private final UserId eve = someone("eve");
  private FakeFriendGraph graph;
  private StreamProbe deliveries;

  @BeforeEach
  void start() throws IOException {
    graph = new FakeFriendGraph();
    Worker.createTopics();
    deliveries = StreamProbe.ofDeliveries(TestServers.kafkaBootstrapServers());
    graph.rooms.seat(room, ann, false);
    graph.rooms.seat(room, bob, true);
    graph.rooms.seat(room, eve, false);
  }

  @AfterEach
  void stop() {
    deliveries.close();
    graph.close();
    forgetTheRoom();
  }

  /** Its watchers' leases outlive the workers, and the next test would count it too. */
  private void forgetTheRoom() {
    forgetTheRoom(room);
  }

  private static void forgetTheRoom(RoomId room) {
    try (RedisClient client = RedisClient.create(TestServers.redisUri());
        var connection = client.connect()) {
      var redis = connection.sync();
      redis.keys("presence:*:room:" + room.value()).forEach(redis::del);
      redis.keys("presence:*:rooms").forEach(key -> redis.zrem(key, room.value()));
    }
  }

  @Test
  void whoAsksIsToldAtOnceWhomTheyMaySee() {
    graph.rooms.relate(ann, eve, Sight.STATUS_ONLY);
    graph.rooms.relate(eve, bob, Sight.NONE);
    try (var worker = start(60_000)) {
      Stream.of(ann, eve).forEach(user -> worker.connect(user, gateway));
      SessionReport.Connected session = Worker.connected(bob, gateway);
      assertThat(worker.apply(session)).isPresent();
      UserId stranger = someone("stranger");
      Stream.of(ann, bob, eve, stranger)
          .forEach(viewer -> worker.store.roomWatches().ask(room, gateway, viewer));
      assertThat(awaitTold(ann, 1)).isEqualTo(told(3, 3, eve, bob));
      assertThat(awaitTold(bob, 1)).isEqualTo(told(1, 3));
      assertThat(awaitTold(eve, 1)).isEqualTo(told(1, 3));
      assertThat(awaitTold(stranger, 1)).as("not in the room").isEqualTo(told(1, 3, bob));

      assertThat(worker.apply(new SessionReport.Closed(bob, session.sessionId()))).isPresent();
      worker.store.roomWatches().ask(room, gateway, ann);
      awaitTelling(ann, told(2, 3, eve));
      // Of a question in the millisecond of a look nobody knows whether it was answered: it is
      // twice.
      assertThat(tellings(bob))
          .as("told when they ask, not when others do")
          .containsOnly(told(1, 3));
    }
  }

  @Test
  void everyIntervalIsAsOfNowAndWhoIsHiddenBeforehandIsNotCounted() {
    try (var worker = start(300)) {
      SessionReport.Connected session = Worker.connected(bob, gateway);
      var begun = worker.apply(session);
      assertThat(begun).isPresent();
      worker.store.roomWatches().watch(room, gateway, List.of(ann, someone("stranger")));
      awaitTelling(ann, told(1, 3, bob));

      // Blocked, then another change of theirs: no count may hold it.
      graph.rooms.relate(ann, bob, Sight.NONE);
      worker.store.graphVersions().bump(List.of(ann, bob));
      awaitTelling(ann, told(0, 3));

      graph.rooms.relate(ann, bob, Sight.FULL);
      worker.store.graphVersions().bump(List.of(ann, bob));
      awaitTelling(ann, told(1, 3, bob));
      assertThat(worker.apply(new SessionReport.Closed(bob, session.sessionId()))).isPresent();
      awaitTelling(ann, told(0, 3));
    }
  }

  @Test
  void whoJoinsIsCountedAndWhoLeavesIsToldNoMore() {
    try (var worker = start(300)) {
      worker.connect(bob, gateway);
      worker.store.roomWatches().watch(room, gateway, List.of(ann, eve));
      awaitTelling(eve, told(1, 3, bob));
      UserId joined = someone("joined");
      graph.rooms.relate(ann, joined, Sight.FULL);
      worker.connect(joined, gateway);
      graph.rooms.seat(room, joined, false);
      graph.rooms.leave(room, eve);
      worker.store.graphVersions().bump(List.of(joined, eve));

      awaitTelling(ann, told(2, 3, joined, bob));
      int before = tellings(eve).size();
      int annBefore = tellings(ann).size();
      await().atMost(LONG).until(() -> tellings(ann).size() >= annBefore + 3);
      assertThat(tellings(eve)).hasSize(before);
    }
  }

  /** Her leaving is stored, and her version not raised yet: as many members as were known. */
  @Test
  void whoJoinsIsCountedAlsoWhileSomebodyLeaves() {
    try (var worker = start(60_000)) {
      worker.store.roomWatches().ask(room, gateway, ann);
      awaitTelling(ann, told(0, 3));
      UserId joined = someone("joined");
      graph.rooms.relate(ann, joined, Sight.FULL);
      worker.connect(joined, gateway);
      graph.rooms.seat(room, joined, false);
      graph.rooms.leave(room, eve);
      worker.store.graphVersions().bump(List.of(joined));
      int before = tellings(ann).size();
      worker.store.roomWatches().ask(room, gateway, ann);
      assertThat(awaitTold(ann, before + 1)).isEqualTo(told(1, 3, joined));
    }
  }

  @Test
  void oneOfTwoWorkersCountsARoomAndTheOtherTakesOver() {
    try (var one = start(300);
        var two = start(300)) {
      await()
          .atMost(LONG)
          .until(() -> one.ownedShards() == SHARDS / 2 && two.ownedShards() == SHARDS / 2);
      oneCounts(one, two);
    }
  }

  private void oneCounts(Worker one, Worker two) {
    one.connect(bob, gateway);
    one.store.roomWatches().watch(room, gateway, List.of(ann));
    awaitTold(ann, 5);
    assertThat(one.gauge("presence.rooms.watched") + two.gauge("presence.rooms.watched"))
        .isEqualTo(1);
    assertThat(Stream.of(one, two).filter(worker -> worker.ticks() > 0)).hasSize(1);
    assertThat(sent().map(Delivery::version).toList())
        .as("each as of another moment")
        .hasSizeGreaterThanOrEqualTo(5)
        .doesNotHaveDuplicates();
    Worker counting = one.gauge("presence.rooms.watched") == 1 ? one : two;
    Worker other = counting == one ? two : one;
    counting.close();
    await().atMost(LONG).until(() -> other.gauge("presence.rooms.watched") == 1);
    int before = tellings(ann).size();
    await().atMost(LONG).until(() -> tellings(ann).size() > before);
  }

  @Test
  void aRoomThatNobodyWatchesCostsNothing() {
    try (var worker = start(100)) {
      worker.connect(bob, gateway);
      worker.store.roomWatches().ask(room, gateway, ann);
      awaitTold(ann, 3);
      assertThat(worker.gauge("presence.rooms.members")).isEqualTo(3);
      worker.store.roomWatches().unwatch(room, gateway, ann);
      await().atMost(LONG).until(() -> worker.gauge("presence.rooms.watched") == 0);
      int asked = graph.rooms.asked.get();
      long ticks = worker.ticks();
      var quiet = Duration.ofSeconds(2);
      await()
          .during(quiet)
          .atMost(quiet.plus(LONG))
          .untilAsserted(() -> {
            assertThat(worker.ticks()).isEqualTo(ticks);
            assertThat(graph.rooms.asked).hasValue(asked);
          });
    }
  }

  /** Each question about members brings the next change: there is never a quiet moment. */
  @Test
  void aRoomInWhichSomebodyIsAlwaysDoubtfulIsToldAllTheSame() {
    List<UserId> restless = IntStream.range(0, 8).mapToObj(i -> someone("r" + i)).toList();
    restless.forEach(user -> graph.rooms.seat(room, user, true));
    AtomicInteger changes = new AtomicInteger();
    try (var worker = start(300)) {
      worker.connect(bob, gateway);
      worker.store.roomWatches().watch(room, gateway, List.of(ann));
      awaitTelling(ann, told(1, 11, bob));
      graph.rooms.before =
          question -> {
            if (question.post() && question.what().equals("seats")) {
              UserId next = restless.get(changes.incrementAndGet() % restless.size());
              worker.store.graphVersions().bump(List.of(next));
            }
            return true;
          };
      worker.store.graphVersions().bump(restless);
      int before = tellings(ann).size();
      await().atMost(LONG).until(() -> changes.get() > 20 && tellings(ann).size() >= before + 5);
    }
  }

  /** What the friend graph has with one room: it hangs, it hangs up, it fails. */
  enum Trouble {
    SILENCE,
    CUT,
    ERROR
  }

  @ParameterizedTest
  @EnumSource
  void aRoomThatTheFriendGraphHasTroubleWithHoldsUpNoOther(Trouble trouble) throws Exception {
    RoomId troubled = new RoomId("troubled-" + SessionId.random());
    graph.rooms.seat(troubled, eve, true);
    CountDownLatch mended = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    graph.rooms.before =
        question -> {
          if (question.room().equals(troubled) && mended.getCount() > 0) {
            asked.incrementAndGet();
            return answer(trouble, mended);
          }
          return true;
        };
    try (var worker = start(300)) {
      worker.connect(bob, gateway);
      worker.store.roomWatches().watch(troubled, gateway, List.of(eve));
      await().atMost(LONG).until(() -> asked.get() > 0);
      worker.store.roomWatches().watch(room, gateway, List.of(ann));
      awaitTelling(ann, told(1, 3, bob));
      int before = tellings(ann).size();
      await().atMost(LONG).until(() -> asked.get() >= 2 && tellings(ann).size() >= before + 5);
      assertThat(tellings(eve)).isEmpty();
      mended.countDown();
      awaitTold(eve, 2);
    } finally {
      mended.countDown();
      forgetTheRoom(troubled);
    }
  }

  private static boolean answer(Trouble trouble, CountDownLatch mended) {
    return switch (trouble) {
      case SILENCE -> {
        try {
          mended.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        yield true;
      }
      case CUT -> throw new IllegalStateException("this connection breaks");
      case ERROR -> false;
    };
  }

  /** For as long as missing does not mean gone nobody is told less than before. */
  @Test
  void whenTheStoreWasEmptiedNobodyIsCountedAsGoneBeforeTheyCouldComeBack() throws Exception {
    var own =
        Map.<String, Object>of(
            "REDIS_URIS", TestServers.redisUri() + "/6", "presence.ttl-ms", 20_000);
    SessionReport.Connected session = Worker.connected(bob, gateway);
    try (var worker = start(300, own)) {
      assertThat(worker.apply(session)).isPresent();
      worker.store.roomWatches().watch(room, gateway, List.of(ann));
      awaitTelling(ann, told(1, 3, bob));
      flush();
      // Gateways renew their leases, and then their sessions.
      worker.store.roomWatches().ask(room, gateway, ann);
      int before = tellings(ann).size();
      await().atMost(LONG).until(() -> worker.store.epochs().look().uncertainMillis() > 0);
      var quiet = Duration.ofSeconds(2);
      await()
          .during(quiet)
          .atMost(quiet.plus(LONG))
          .until(() -> tellings(ann).stream().allMatch(told(1, 3, bob)::equals));
      await()
          .atMost(LONG)
          .until(() -> {
            var _ = worker.apply(session);
            return tellings(ann).size() >= before + 3
                && worker.store.epochs().look().uncertainMillis() == 0;
          });
      assertThat(tellings(ann)).containsOnly(told(1, 3, bob));

      // Who does not come back is gone in the end.
      assertThat(worker.apply(new SessionReport.Closed(bob, session.sessionId()))).isPresent();
      awaitTelling(ann, told(0, 3));
    }
  }

  private static void flush() throws IOException {
    try (RedisWire redis = new RedisWire(URI.create(TestServers.redisUri()).getPort())) {
      redis.say("SELECT", "6");
      redis.say("FLUSHDB");
    }
  }

  private Worker start(long intervalMillis) {
    return start(intervalMillis, Map.of());
  }

  private Worker start(long intervalMillis, Map<String, Object> others) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "presence.room-interval-ms", intervalMillis,
                "presence.room-discovery-ms", 300,
                "presence.ttl-ms", 60_000));
    settings.putAll(others);
    Worker worker = Worker.start(graph, group, settings);
    await().atMost(LONG).until(() -> worker.ownedShards() > 0);
    return worker;
  }

  private static UserId someone(String name) {
    return new UserId(name + "-" + SessionId.random());
  }

  /** What is told of a room where nobody is away or busy. */
  private Told told(int online, int members, UserId... sample) {
    return new Told(
        new RoomPresence(
            room,
            online,
            0,
            0,
            members,
            Stream.of(sample).map(user -> new Rooms.Member(user, "name of " + user)).toList()));
  }

  /** For comparison. */
  record Told(RoomPresence presence) {}

  private Told awaitTold(UserId viewer, int times) {
    return await().atMost(LONG).until(() -> tellings(viewer), all -> all.size() >= times).getLast();
  }

  private void awaitTelling(UserId viewer, Told expected) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> {
          List<Told> all = tellings(viewer);
          assertThat(all).isNotEmpty();
          assertThat(all.getLast()).isEqualTo(expected);
        });
  }

  private Stream<Delivery> sent() {
    return deliveries.sentTo(gateway).stream()
        .map(StreamProbe.Sent::delivery)
        .filter(delivery -> delivery.kind() == Delivery.Kind.ROOM);
  }

  private List<Told> tellings(UserId viewer) {
    return deliveries.sentTo(gateway).stream()
        .filter(sent -> sent.delivery().kind() == Delivery.Kind.ROOM)
        .flatMap(sent ->
            RoomFrames.unpack(sent.frame().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .stream())
        .filter(line -> line.viewers().contains(viewer))
        .map(line -> read(line.frame()))
        .toList();
  }

  private static Told read(byte[] frame) {
    try {
      return new Told(
          Objects.requireNonNull(ObjectMapper.getDefault().readValue(frame, Frame.class)).data());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What is read of a frame. */
  @Serdeable
  record Frame(RoomPresence data) {}
}
