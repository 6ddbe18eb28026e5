package io.presence.store.redis;

import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import io.presence.store.StoreFixture;
import io.presence.store.StoreSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What only a real Redis in real time shows: on one node, or on a cluster. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisStoreRules {
  private static final Duration TTL = Duration.ofSeconds(1);
  private static final StoreSettings SETTINGS =
      new StoreSettings(new Sharding(4), TTL, Duration.ofMinutes(5), 20, Duration.ofMinutes(1));
  private static final UserId ANN = StoreFixture.ANN;
  private static final SessionId S1 = StoreFixture.S1;
  private static final SessionId S2 = StoreFixture.S2;

  private final TestServer server;
  private final RedisClusterCommands<String, String> redis;
  private final RedisKeys keys = new RedisKeys(SETTINGS.sharding());
  private final PresenceStore store;

  RedisStoreRules(TestServer server) {
    this.server = server;
    redis = server.redis();
    store = server.open(SETTINGS);
  }

  @BeforeEach
  void empty() {
    server.empty();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aGatewayThatDiedLeavesNothingInAWatchThatOthersKeep() {
    store.watches().watch(StoreFixture.GATEWAY, List.of(ANN));
    long lease = SETTINGS.watchLease().toMillis();
    assertThat(redis.pttl(keys.watch(ANN))).isBetween(1L, lease);
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          store.watches().watch(StoreFixture.OTHER_GATEWAY, List.of(ANN));
          return redis.hlen(keys.watch(ANN)) == 1;
        });
    assertThat(redis.hkeys(keys.watch(ANN))).containsExactly(StoreFixture.OTHER_GATEWAY.value());
    store.watches().unwatch(StoreFixture.OTHER_GATEWAY, List.of(ANN));
    assertThat(redis.exists(keys.watch(ANN))).isZero();
  }

  @Test
  void whoChangedIsReadInPagesHoweverManyAndHoweverManyAtOnce() {
    String shard = keys.changed(SETTINGS.sharding().shardOf(ANN));
    Map<UserId, Long> changed =
        IntStream.range(0, 9_000)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> new UserId("user-" + i), i -> i < 5_000 ? 1_000L : 1_000L + i / 3));
    Object[] scored =
        changed.entrySet().stream()
            .flatMap(each -> Stream.of((double) each.getValue(), each.getKey().value()))
            .toArray();
    redis.zadd(shard, scored);
    long calls = server.calls("zrangebyscore");
    assertThat(store.recentChanges().states(1_000)).isEqualTo(changed);
    assertThat(server.calls("zrangebyscore") - calls).isGreaterThan(SETTINGS.sharding().shards());
    assertThat(store.recentChanges().states(1_001))
        .hasSize(4_000)
        .doesNotContainKey(new UserId("user-0"));
  }

  /** How long an answer takes must not tell whether somebody is connected. */
  @Test
  void aLookTakesAsManyTripsWhateverThePersonDoes() {
    UserId signedOff = new UserId("signed-off");
    UserId invisible = new UserId("invisible");
    store.epochs().look();
    apply(connected(ANN, S1, StoreFixture.PHONE));
    apply(connected(signedOff, S1, StoreFixture.PHONE));
    apply(set(signedOff, S1, Status.OFFLINE));
    apply(connected(invisible, S1, StoreFixture.PHONE));
    apply(set(invisible, S1, Status.INVISIBLE));
    for (UserId user : List.of(ANN, signedOff, invisible, new UserId("nobody"))) {
      long second = server.calls("zmscore") + server.calls("get");
      var _ = store.reader().read(List.of(user));
      assertThat(server.calls("zmscore") + server.calls("get") - second)
          .as("commands of the second trip for " + user)
          .isEqualTo(1);
    }
  }

  @Test
  void anUnchangedHeartbeatRunsNoScript() throws Exception {
    int sessions = 50;
    List<SessionReport> heartbeats = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      UserId user = new UserId("user-" + i);
      apply(connected(user, S1, StoreFixture.PHONE));
      heartbeats.add(heard(user, S1, Duration.ZERO));
    }
    awaitNextMilli();
    long scripts = server.calls("eval") + server.calls("evalsha");
    long renewals = server.calls("pexpireat");

    List<Applied> applied = store.sessions().apply(heartbeats, Map.of());

    assertThat(applied)
        .allSatisfy(one -> assertThat(((Applied.Done) one).result()).isEqualTo(ReportResult.OK));
    assertThat(server.calls("eval") + server.calls("evalsha"))
        .as("Idle is nearly free")
        .isEqualTo(scripts);
    assertThat(server.calls("pexpireat")).isEqualTo(renewals + sessions);
  }

  @Test
  void aLeaseEndsOneTtlAfterWhatSeenSaysAndNeverInTheFuture() throws Exception {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    assertLeaseMatchesSeen();
    awaitNextMilli();
    apply(heard(ANN, S1, Duration.ZERO));
    assertLeaseMatchesSeen();
    apply(heard(ANN, S1, Duration.ofMillis(-500)));
    assertLeaseMatchesSeen();
    apply(StoreFixture.active(ANN, S1, Duration.ofMillis(200)));
    assertLeaseMatchesSeen();
  }

  @Test
  void aLapseIsDecidedOnTimeAndHintedAt() throws Exception {
    BlockingQueue<String> hints = new LinkedBlockingQueue<>();
    try (AutoCloseable subscription =
        store
            .deadlines()
            .onLeaseExpired((user, session) -> hints.add(user.value() + "/" + session.value()))) {
      assertThat(subscription).isNotNull();
      apply(connected(ANN, S1, StoreFixture.PHONE));
      redis.psetex("presence:{s001}:ended:ann:1:s9", 10, "no lease");

      PresenceChanged change =
          await()
              .atMost(Duration.ofSeconds(10))
              .pollInterval(Duration.ofMillis(20))
              .until(
                  () ->
                      store.deadlines().sweep(SETTINGS.sharding().all(), Duration.ZERO, 10).stream()
                          .flatMap(sweep -> sweep.changes().stream())
                          .findFirst(),
                  Optional::isPresent)
              .orElseThrow();

      assertThat(change.at() - change.state().lastSeen())
          .as("No ghosts: TTL + 1 s")
          .isBetween(TTL.toMillis(), TTL.toMillis() + 1_000);
      await().atMost(Duration.ofSeconds(10)).until(() -> !hints.isEmpty());
      assertThat(hints).containsExactly("ann:1/s1");
    }
  }

  @Test
  void aLeaseThatTheServerLostIsNoProofOfAnEnd() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    redis.del(keys.live(ANN, S1));
    assertThat(store.deadlines().decide(ANN, S1)).isEmpty();
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    assertThat(redis.exists(keys.live(ANN, S1))).isEqualTo(1);
  }

  @Test
  void aServerThatForgotTheScriptsIsTaughtThemAgainInThePipeline() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    redis.scriptFlush();
    List<SessionReport> reports =
        IntStream.range(0, 20)
            .mapToObj(
                i -> (SessionReport) connected(new UserId("user-" + i), S1, StoreFixture.PHONE))
            .toList();
    Map<UserId, io.presence.contracts.LastSeen> kept =
        reports.stream()
            .collect(
                Collectors.toMap(
                    SessionReport::userId, report -> Sessions.nothingKept(report.userId())));
    assertThat(store.sessions().apply(reports, kept))
        .allSatisfy(one ->
            assertThat(((Applied.Done) one).result().outcome()).isEqualTo(ReportResult.Outcome.OK));
    assertThat(store.reader().countOnline()).isEqualTo(21);
  }

  @Test
  void anEndedSessionLeavesATombstoneAndAPersonThatIsForgotten() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    apply(set(ANN, S1, Status.OFFLINE));
    assertThat(redis.pttl(keys.person(ANN))).as("kept while a session lives").isEqualTo(-1);
    apply(StoreFixture.closed(ANN, S1));

    assertThat(redis.exists(keys.live(ANN, S1))).isZero();
    assertThat(redis.zcard(keys.seen(ANN))).isZero();
    assertThat(redis.pttl(keys.ended(ANN, S1))).isBetween(1L, 2 * TTL.toMillis());
    assertThat(redis.hkeys(keys.person(ANN)))
        .containsExactlyInAnyOrder("v", "st", "ls", "types", "why", "at", "news", "gone");
    assertThat(redis.pttl(keys.person(ANN))).isBetween(1L, SETTINGS.userRetention().toMillis());
    apply(connected(ANN, S2, StoreFixture.PHONE));
    assertThat(redis.pttl(keys.person(ANN))).isEqualTo(-1);
  }

  @Test
  void whatChangedLatelyIsKeptForTenMinutes() {
    String changed = keys.ofPerson(ANN)[4];
    long now = Long.parseLong(redis.time().getFirst()) * 1_000;
    redis.zadd(changed, (double) (now - 601_000), "forgotten");
    redis.zadd(changed, (double) (now - 590_000), "remembered");
    apply(connected(ANN, S1, StoreFixture.PHONE));
    assertThat(redis.zrange(changed, 0, -1)).containsExactly("remembered", ANN.value());
  }

  @Test
  void allKeysOfAPersonLiveInOneSlot() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    apply(connected(ANN, S2, StoreFixture.LAPTOP));
    apply(StoreFixture.closed(ANN, S1));
    store.graphVersions().bump(List.of(ANN));
    assertThat(redis.keys("*")).hasSizeGreaterThanOrEqualTo(7);
    assertThat(redis.keys("*").stream().map(SlotHash::getSlot).distinct()).hasSize(1);
  }

  @Test
  void aMissingSettingIsReportedWithTheCommandThatMendsIt() {
    assertThat(ExpiredLeases.problem(Map.of("notify-keyspace-events", "xE"))).isEmpty();
    assertThat(ExpiredLeases.problem(Map.of("notify-keyspace-events", "AKE"))).isEmpty();
    for (String missing : List.of("", "x", "Kx", "Eg")) {
      assertThat(ExpiredLeases.problem(Map.of("notify-keyspace-events", missing)).orElseThrow())
          .contains("\"" + missing + "\"")
          .contains("CONFIG SET notify-keyspace-events Ex");
    }
    assertThat(ExpiredLeases.problem(Map.of())).isPresent();
  }

  private Applied.Done apply(SessionReport report) {
    return StoreFixture.apply(store, report);
  }

  private void assertLeaseMatchesSeen() {
    long seen = redis.zscore(keys.seen(ANN), RedisKeys.member(ANN, S1)).longValue();
    assertThat(redis.pexpiretime(keys.live(ANN, S1))).isEqualTo(seen + TTL.toMillis());
    assertThat(seen).isLessThanOrEqualTo(now());
  }

  private void awaitNextMilli() {
    long before = now();
    await().atMost(Duration.ofSeconds(5)).pollDelay(Duration.ZERO).until(() -> now() > before);
  }

  private long now() {
    List<String> now = redis.time();
    return Long.parseLong(now.get(0)) * 1_000 + Long.parseLong(now.get(1)) / 1_000;
  }
}
