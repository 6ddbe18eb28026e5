package io.presence.store.redis;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static io.presence.store.StoreFixture.message;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.RoomId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.Deadlines;
import io.presence.store.PresenceStore;
import io.presence.store.StoreFixture;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A Redis that has no memory left: who is there goes on and may leave, nobody new comes in. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisFullIT {
  private static final StoreSettings SETTINGS = StoreFixture.SETTINGS;
  private static final UserId ANN = StoreFixture.ANN;
  private static final UserId BOB = StoreFixture.BOB;
  private static final UserId CAT = new UserId("cat");

  private final TestRedis server = new TestRedis();
  private final PresenceStore store = server.open(SETTINGS);
  private final TimeMachine time = new TimeMachine(server.nodes());

  @BeforeEach
  void twoAreThere() {
    assumeTrue(server.isOwn(), "a server that is given is not configured");
    full(false);
    server.empty();
    apply(connected(ANN, StoreFixture.S1, StoreFixture.PHONE));
    apply(connected(BOB, StoreFixture.S2, StoreFixture.PHONE));
    store.gateways().announce(StoreFixture.GATEWAY, 2);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void whoComesIsRefusedAndLeavesNoTrace() {
    full(true);
    Map<String, String> before = everything();

    for (SessionReport report :
        List.of(
            connected(CAT, StoreFixture.S3, StoreFixture.LAPTOP),
            connected(ANN, StoreFixture.S3, StoreFixture.LAPTOP))) {
      assertThatThrownBy(() -> apply(report))
          .as("%s", report)
          .isInstanceOf(StoreUnavailableException.class);
    }

    assertThat(everything()).isEqualTo(before);
    full(false);
    assertThat(
            Objects.requireNonNull(change(connected(CAT, StoreFixture.S3, StoreFixture.LAPTOP)))
                .before())
        .isNull();
  }

  @Test
  void whoIsThereIsHeardAndMayActAndHide() {
    full(true);

    assertThat(change(set(ANN, StoreFixture.S1, Status.INVISIBLE))).isNotNull();
    assertThat(change(message(BOB, StoreFixture.S2, "back at 5"))).isNotNull();
    StatusEdit online = new StatusEdit(Status.ONLINE, null, StatusEdit.Message.KEEP, null);
    StatusEdit invisible = new StatusEdit(Status.INVISIBLE, null, StatusEdit.Message.KEEP, null);
    assertThat(change(new SessionReport.PersonSet(ANN, null, online))).isNotNull();
    assertThat(change(new SessionReport.PersonSet(ANN, null, invisible))).isNotNull();
    apply(active(ANN, StoreFixture.S1, Duration.ZERO));
    store.gateways().announce(StoreFixture.GATEWAY, 3);
    store.gateways().listen(StoreFixture.GATEWAY, List.of(ANN));
    store.watches().watch(StoreFixture.GATEWAY, List.of(BOB));
    RoomId room = new RoomId("room");
    store.roomWatches().watch(room, StoreFixture.GATEWAY, List.of(ANN));
    assertThat(store.roomWatches().ask(room, StoreFixture.GATEWAY, ANN)).isPositive();
    assertThat(store.graphVersions().bump(List.of(ANN))).containsKey(ANN);

    assertThat(status(ANN)).isEqualTo(Status.INVISIBLE);
    assertThat(store.gateways().alive()).hasSize(1);
    assertThat(store.watches().watching(List.of(BOB)).get(BOB))
        .containsExactly(StoreFixture.GATEWAY);
  }

  @Test
  void whoIsHeardStaysHoweverLongItIsFullAndIsNotLookedAtAllTheTime() {
    for (int i = 0; i < 4; i++) {
      full(false);
      time.advance(SETTINGS.ttl().dividedBy(2));
      full(true);
      apply(heard(ANN, StoreFixture.S1, Duration.ZERO));
      apply(heard(BOB, StoreFixture.S2, Duration.ZERO));
      assertThat(sweep()).allSatisfy(sweep -> assertThat(sweep.changes()).isEmpty());
    }

    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
    assertThat(sweep())
        .allSatisfy(sweep ->
            assertThat(sweep.nextIn())
                .as("the next deadline of %s", sweep.shard())
                .isGreaterThan(SETTINGS.ttl().toMillis() / 4));
  }

  @Test
  void whatIsReportedLateMovesNoLeaseBack() {
    StatusEdit busy = new StatusEdit(Status.BUSY, null, StatusEdit.Message.KEEP, null);
    time.advance(SETTINGS.ttl().minusSeconds(1));
    full(true);
    apply(heard(ANN, StoreFixture.S1, Duration.ZERO));

    apply(heard(ANN, StoreFixture.S1, Duration.ofSeconds(10)));
    apply(active(ANN, StoreFixture.S1, Duration.ofSeconds(11)));
    apply(new SessionReport.StatusSet(ANN, StoreFixture.S1, busy, 12_000L));

    full(false);
    time.advance(SETTINGS.ttl().minusSeconds(3));
    assertThat(sweep().stream().flatMap(sweep -> sweep.changes().stream()))
        .extracting(PresenceChanged::userId)
        .as("a TTL after the first word")
        .doesNotContain(ANN);
    time.advance(Duration.ofSeconds(4));
    assertThat(sweep().stream().flatMap(sweep -> sweep.changes().stream()))
        .extracting(PresenceChanged::userId)
        .contains(ANN);
  }

  @Test
  void whoLeavesOrFallsSilentIsGoneOnTime() {
    apply(connected(CAT, StoreFixture.S3, StoreFixture.LAPTOP));
    time.advance(SETTINGS.ttl().minusSeconds(1));
    apply(heard(CAT, StoreFixture.S3, Duration.ZERO));
    apply(heard(BOB, StoreFixture.S2, Duration.ZERO));
    time.advance(Duration.ofSeconds(2));
    full(true);

    List<PresenceChanged> lapsed =
        sweep().stream().flatMap(sweep -> sweep.changes().stream()).toList();
    PresenceChanged closed = change(closed(BOB, StoreFixture.S2));
    apply(lost(CAT, StoreFixture.S3));

    assertThat(lapsed)
        .singleElement()
        .satisfies(change -> {
          assertThat(change.userId()).isEqualTo(ANN);
          assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
        });
    assertThat(Objects.requireNonNull(closed).state().status()).isEqualTo(Status.OFFLINE);
    assertThat(sweep()).allSatisfy(sweep -> assertThat(sweep.changes()).isEmpty());
    assertThat(store.ledger().overdue(SETTINGS.sharding().all(), Duration.ZERO, 10))
        .extracting(PresenceChanged::userId)
        .contains(ANN, BOB);
  }

  private List<Deadlines.Sweep> sweep() {
    return store.deadlines().sweep(SETTINGS.sharding().all(), Duration.ZERO, 100);
  }

  private Status status(UserId user) {
    return Objects.requireNonNull(store.reader().read(List.of(user)).get(user)).state().status();
  }

  private Applied.Done apply(SessionReport report) {
    Applied.Done done = StoreFixture.apply(store, report);
    assertThat(done.result().outcome()).isEqualTo(ReportResult.OK.outcome());
    return done;
  }

  private @Nullable PresenceChanged change(SessionReport report) {
    return apply(report).change();
  }

  private void full(boolean now) {
    server.redis().configSet("maxmemory", now ? "1" : "0");
  }

  /** Every key, with all that is in it and when it ends. */
  private Map<String, String> everything() {
    Map<String, String> all = new HashMap<>();
    for (String key : server.redis().keys("*")) {
      byte[] kept = server.redis().dump(key);
      all.put(key, HexFormat.of().formatHex(kept) + " until " + server.redis().pexpiretime(key));
    }
    return all;
  }
}
