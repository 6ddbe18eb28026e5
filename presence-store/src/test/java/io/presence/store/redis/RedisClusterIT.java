package io.presence.store.redis;

import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.local.servers.RedisWire;
import io.presence.local.servers.SlotMove;
import io.presence.store.Applied;
import io.presence.store.ChangeTail;
import io.presence.store.Deadlines;
import io.presence.store.NodeMemory;
import io.presence.store.PresenceStore;
import io.presence.store.StoreFixture;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Slots move, nodes come, die and are replaced: on a cluster whose primaries have replicas. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterIT {
  private static final Sharding SHARDING = new Sharding(16);
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          SHARDING, Duration.ofSeconds(30), Duration.ofMinutes(5), 20, Duration.ofMinutes(5));
  private static final StoreSettings BRIEF =
      new StoreSettings(
          SHARDING, Duration.ofSeconds(1), Duration.ofMinutes(5), 20, Duration.ofMinutes(1));
  private static final UserId ANN = StoreFixture.ANN;
  private static final SessionId S1 = StoreFixture.S1;

  private final TestRedisCluster server = TestRedisCluster.own(3, 3);
  private final RedisKeys keys = new RedisKeys(SHARDING);
  private final PresenceStore store = server.open(SETTINGS);

  /** Somebody on another node than Ann. */
  private UserId bob = StoreFixture.BOB;

  @BeforeEach
  void empty() {
    server.empty();
    int anns = portOf(ANN);
    bob = someone(user -> portOf(user) != anns);
    await().atMost(SOON).until(() -> answers(SHARDING.all()));
  }

  /** Whatever became of the test: the next one finds all nodes. */
  @AfterEach
  void mend() {
    server.servers().mend();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aScriptThatMeetsASlotOnItsWayWaitsUntilItHasArrived() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    SlotMove move = beginMove(ANN);

    CompletableFuture<Applied.Done> written =
        CompletableFuture.supplyAsync(() -> apply(set(ANN, S1, Status.BUSY)));
    await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> errors("TRYAGAIN") > 0);
    move.keys();
    move.end();

    assertThat(written).succeedsWithin(SOON);
    assertThat(status(ANN)).isEqualTo(Status.BUSY);
    assertThat(apply(closed(ANN, S1)).change()).isNotNull();
  }

  @Test
  void heartbeatsAndLookupsFollowKeysThatHaveGoneBeforeTheirSlot() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    long scripts = server.calls("evalsha");
    SlotMove move = beginMove(ANN);
    move.keys();
    long asked = errors("ASK");

    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    assertThat(errors("ASK")).isGreaterThan(asked);
    assertThat(server.calls("evalsha")).as("Idle is nearly free").isEqualTo(scripts);
    move.end();
  }

  @Test
  void whoeverIsLateToHearOfAMovedSlotIsRedirected() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    long moved = errors("MOVED");
    // Now and then the client looks at the cluster just then, and is not late.
    await()
        .atMost(SOON)
        .until(() -> {
          server.operator().move(slotOf(ANN), another(portOf(ANN)));
          assertThat(apply(set(ANN, S1, Status.AWAY)).result().outcome())
              .isEqualTo(ReportResult.Outcome.OK);
          return errors("MOVED") > moved;
        });
    assertThat(status(ANN)).isEqualTo(Status.AWAY);
  }

  @Test
  void leasesThatExpireAreHintedAtByEveryNodeAlsoByOneThatCameLater() throws Exception {
    PresenceStore brief = server.open(BRIEF);
    Set<UserId> hinted = ConcurrentHashMap.newKeySet();
    try (AutoCloseable subscription =
        brief.deadlines().onLeaseExpired((user, session) -> hinted.add(user))) {
      assertThat(subscription).isNotNull();
      Set<UserId> people = onePersonOnEachNode();
      assertThat(people).hasSize(3);
      people.forEach(user -> StoreFixture.apply(brief, connected(user, S1, StoreFixture.PHONE)));
      await().atMost(SOON).until(() -> hinted.containsAll(people));

      int fresh = server.servers().add();
      server.operator().move(slotOf(ANN), fresh);
      try {
        hinted.clear();
        await()
            .atMost(SOON)
            .until(() -> {
              StoreFixture.apply(brief, connected(ANN, SessionId.random(), StoreFixture.PHONE));
              return hinted.contains(ANN);
            });
        assertThat(portOf(ANN)).isEqualTo(fresh);
      } finally {
        // It has no replica, which others need.
        server.operator().move(slotOf(ANN), portOf(bob));
      }
    }
  }

  @Test
  void aReplicaThatIsPromotedInOrderHasEverything() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    PresenceChanged busy = Objects.requireNonNull(apply(set(ANN, S1, Status.BUSY)).change());
    int before = portOf(ANN);
    int replica = server.operator().replicasOf(before).getFirst();

    server.operator().promote(replica);

    assertThat(portOf(ANN)).isEqualTo(replica);
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(() -> status(ANN) == Status.BUSY);
    PresenceChanged away = Objects.requireNonNull(apply(set(ANN, S1, Status.AWAY)).change());
    assertThat(away.version()).isGreaterThan(busy.version());
    assertThat(store.ledger().unconfirmed(SHARDING.all())).isEqualTo(3);
  }

  @Test
  void whileAPrimaryIsDeadEverybodyElseGoesOnAndItsReplicaTakesItsPlace() {
    apply(connected(ANN, S1, StoreFixture.PHONE));
    apply(connected(bob, S1, StoreFixture.PHONE));
    int dead = portOf(ANN);
    int replica = server.operator().replicasOf(dead).getFirst();
    Set<ShardId> others = shardsElsewhere(dead);

    server.servers().kill(dead);

    List<Applied> applied =
        store
            .sessions()
            .apply(List.of(heard(ANN, S1, Duration.ZERO), heard(bob, S1, Duration.ZERO)), Map.of());
    assertThat(applied.getFirst()).isInstanceOf(Applied.Unavailable.class);
    assertThat(applied.getLast()).isEqualTo(new Applied.Done(ReportResult.OK, null, List.of()));
    assertThat(store.deadlines().answering(SHARDING.all())).isEqualTo(others);
    assertThat(store.deadlines().sweep(SHARDING.all(), Duration.ZERO, 10))
        .extracting(Deadlines.Sweep::shard)
        .containsExactlyInAnyOrderElementsOf(others);
    Map<ShardId, Long> since = new HashMap<>();
    SHARDING.all().forEach(shard -> since.put(shard, ChangeTail.NOW));
    assertThat(store.changeTail().read(since, 10))
        .extracting(ChangeTail.Recent::shard)
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat(store.epochs().look().whole()).isFalse();

    server.operator().awaitPrimary(replica);
    await().atMost(SOON).until(() -> answers(SHARDING.all()));
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
    assertThat(store.epochs().look().whole()).isTrue();
  }

  @Test
  void whatOnlyTheDeadPrimaryKnewIsLostAndBeginsAnew() {
    store.epochs().look();
    int dead = portOf(ANN);
    int replica = server.operator().replicasOf(dead).getFirst();
    // From here on it is told nothing more, as by a primary that dies before it could.
    server.servers().pause(replica);
    RedisWire.ask(dead, "CLIENT", "KILL", "TYPE", "replica");
    PresenceChanged announced =
        Objects.requireNonNull(apply(connected(ANN, S1, StoreFixture.PHONE)).change());
    server.servers().kill(dead);
    server.servers().resume(replica);

    server.operator().awaitPrimary(replica);
    await().atMost(SOON).until(() -> answers(SHARDING.all()));
    assertThat(store.epochs().look().anew()).as("only the last moments are lost").isFalse();
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result().outcome())
        .as("its gateway is told, and begins another session")
        .isEqualTo(ReportResult.Outcome.ENDED);
    PresenceChanged again =
        Objects.requireNonNull(apply(connected(ANN, StoreFixture.S2, StoreFixture.PHONE)).change());
    assertThat(again.version()).isGreaterThan(announced.version());
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  void howFullTheOthersAreIsKnownWhileAPrimaryHangs() {
    RedisMemory memory = new RedisMemory(server.open());
    await().atMost(SOON).until(() -> memory.read().size() == 3);
    int hung = portOf(ANN);
    server.servers().pause(hung);
    try {
      long before = System.nanoTime();
      assertThat(memory.read())
          .extracting(NodeMemory::node)
          .hasSize(2)
          .doesNotContain("127.0.0.1:" + hung);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(RedisNodes.TIMEOUT.plusSeconds(2));
    } finally {
      server.servers().resume(hung);
    }
  }

  @Test
  void aGraphVersionCountsOnlyOnceAReplicaHasItAndOutlivesItsPrimary() {
    int dead = portOf(ANN);
    int replica = server.operator().replicasOf(dead).getFirst();
    // One that knows who is whose replica now.
    PresenceStore fresh = server.open(SETTINGS);
    server.servers().pause(replica);
    try {
      assertThatThrownBy(() -> fresh.graphVersions().bump(List.of(ANN)))
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      server.servers().resume(replica);
    }
    Map<UserId, Long> raised =
        await()
            .atMost(SOON)
            .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
            .until(() -> fresh.graphVersions().bump(List.of(ANN)), versions -> true);

    server.servers().kill(dead);
    server.operator().awaitPrimary(replica);

    await().atMost(SOON).until(() -> answers(SHARDING.all()));
    assertThat(store.graphVersions().read(List.of(ANN))).isEqualTo(raised);
  }

  private SlotMove beginMove(UserId user) {
    return server.operator().beginMove(slotOf(user), another(portOf(user)));
  }

  private int another(int port) {
    return server.operator().primaries().stream()
        .filter(other -> other != port)
        .findFirst()
        .orElseThrow();
  }

  private Set<ShardId> shardsElsewhere(int port) {
    Set<ShardId> elsewhere = new HashSet<>();
    for (ShardId shard : SHARDING.all()) {
      if (server.portOf(keys.seen(shard)) != port) {
        elsewhere.add(shard);
      }
    }
    return elsewhere;
  }

  private Set<UserId> onePersonOnEachNode() {
    Map<Integer, UserId> people = new HashMap<>();
    people.put(portOf(ANN), ANN);
    for (int i = 0; i < 100; i++) {
      UserId user = new UserId("user-" + i);
      people.putIfAbsent(portOf(user), user);
    }
    return Set.copyOf(people.values());
  }

  private static UserId someone(Predicate<UserId> who) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> new UserId("user-" + i))
        .filter(who)
        .findFirst()
        .orElseThrow();
  }

  private int slotOf(UserId user) {
    return SlotHash.getSlot(keys.person(user));
  }

  private int portOf(UserId user) {
    return server.portOf(keys.person(user));
  }

  /** How often nodes have refused something so. */
  private long errors(String word) {
    Pattern count = Pattern.compile("errorstat_" + word + ":count=(\\d+)");
    return server.operator().primaries().stream()
        .map(port -> count.matcher(RedisWire.text(port, "INFO", "errorstats")))
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private boolean answers(Collection<ShardId> shards) {
    return store.deadlines().answering(shards).size() == shards.size();
  }

  private Status status(UserId user) {
    return Objects.requireNonNull(store.reader().read(List.of(user)).get(user)).state().status();
  }

  private Applied.Done apply(SessionReport report) {
    return StoreFixture.apply(store, report);
  }
}
