package io.presence.store;

import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.edit;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What time decides. */
public interface DeadlineRules extends StoreFixture {

  @Test
  default void aSessionLapsesOneTtlAfterItWasLastHeard() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
    assertThat(store().deadlines().decide(ANN, S1)).isEmpty();
    advance(SLACK);

    PresenceChanged change = sweep().getFirst();

    assertThat(change.userId()).isEqualTo(ANN);
    assertThat(change.cause()).isEqualTo(Cause.LAPSED);
    assertThat(change.sessionId()).isEqualTo(S1);
    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertThat(Objects.requireNonNull(change.before()).status()).isEqualTo(Status.ONLINE);
    assertAgo(change.state().lastSeen(), TTL);
    assertThat(change.nextTimer()).isNull();
    assertThat(sweep()).isEmpty();
    assertThat(store().deadlines().decide(ANN, S1)).isEmpty();
  }

  @Test
  default void theHintDecidesAsTheSweepDoes() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.plus(SLACK));
    PresenceChanged change = store().deadlines().decide(ANN, S1).orElseThrow();
    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertThat(sweep()).isEmpty();
    assertThat(store().deadlines().decide(ANN, S2)).isEmpty();
    assertThat(store().deadlines().decide(BOB, S1)).isEmpty();
  }

  @Test
  default void onlyTheLastDeviceMakesSomebodyOffline() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    advanceHearing(TTL, ANN, S2);
    PresenceChanged first = sweep().getFirst();
    assertThat(first.state().status()).isEqualTo(Status.ONLINE);
    assertThat(first.state().deviceTypes()).containsExactly(DeviceType.DESKTOP);
    advance(TTL);
    assertThat(sweep().getFirst().state().status()).isEqualTo(Status.OFFLINE);
  }

  @Test
  default void severalSessionsLapseInOneSweepWithVersionsInOrder() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    advance(TTL.plus(SLACK));
    List<PresenceChanged> changes = sweep();
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).version()).isLessThan(changes.get(1).version());
    PersonState between = Objects.requireNonNull(changes.get(1).before());
    assertThat(between.deviceTypes()).isEqualTo(changes.get(0).state().deviceTypes());
    assertThat(changes.get(1).state().status()).isEqualTo(Status.OFFLINE);
  }

  @Test
  default void aSignedOffSessionLapsesUnnoticed() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.OFFLINE));
    advance(TTL.plus(SLACK));
    List<Deadlines.Sweep> sweeps = sweep(Duration.ZERO, 10);
    assertThat(sweeps).allSatisfy(sweep -> assertThat(sweep.changes()).isEmpty());
    assertThat(sweeps.stream().mapToInt(Deadlines.Sweep::decided).sum()).isEqualTo(1);
    assertAgo(state(ANN).lastSeen(), TTL.plus(SLACK));
  }

  @Test
  default void graceLeavesADeadlineToItsOwnerFirst() {
    Duration grace = Duration.ofSeconds(10);
    apply(connected(ANN, S1, PHONE));
    advance(TTL.plus(grace).minus(SLACK));
    assertThat(sweep(grace, 10)).allSatisfy(sweep -> assertThat(sweep.decided()).isZero());
    advance(SLACK);
    Deadlines.Sweep late = shardOfAnn(grace, 10);
    assertThat(late.decided()).isEqualTo(1);
    assertThat(Duration.ofMillis(late.latest())).isBetween(grace, grace.plus(SLACK));
  }

  @Test
  default void aSweepStopsAtItsLimitAndSaysThatMoreIsDue() {
    for (int i = 1; i <= 5; i++) {
      apply(connected(ANN, new SessionId("s" + i), PHONE));
    }
    advance(TTL.plus(SLACK));
    assertThat(shardOfAnn(Duration.ZERO, 4))
        .satisfies(first -> {
          assertThat(first.decided()).isEqualTo(4);
          assertThat(first.nextIn()).isZero();
        });
    assertThat(shardOfAnn(Duration.ZERO, 4).decided()).isEqualTo(1);
    assertThat(shardOfAnn(Duration.ZERO, 4).decided()).isZero();
  }

  @Test
  default void aSweepTellsWhenToLookAgain() {
    assertThat(shardOfAnn(Duration.ZERO, 10).nextIn()).isEqualTo(TTL.toMillis());
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(10));
    assertNextIn(TTL.minusSeconds(10));
    apply(edit(ANN, S1, Status.BUSY, now() + 5_000));
    assertNextIn(Duration.ofSeconds(5));
    advance(TTL);
    assertThat(shardOfAnn(TTL, 10).nextIn()).as("past, but left to the owner").isZero();
  }

  @Test
  default void somebodyTurnsIdleOnTime() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE.minus(SLACK), ANN, S1);
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    PresenceChanged change = sweep().getFirst();
    assertThat(change.cause()).isEqualTo(Cause.IDLE);
    assertThat(change.state().status()).isEqualTo(Status.AWAY);
    assertThat(change.state().deviceTypes()).containsExactly(DeviceType.MOBILE);
    assertThat(change.sessionId()).isNull();
    assertThat(change.nextTimer()).isNull();
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void aMovedTimerIsNotFiredEarly() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE.minusSeconds(10), ANN, S1);
    apply(StoreFixture.active(ANN, S1, Duration.ZERO));
    advance(Duration.ofSeconds(20));
    assertThat(sweep()).isEmpty();
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void anInvisibilityThatEndsIsSeen() {
    apply(connected(ANN, S1, PHONE));
    apply(edit(ANN, S1, Status.INVISIBLE, now() + 20_000));
    advance(Duration.ofSeconds(20));
    PresenceChanged change = sweep().getFirst();
    assertThat(change.cause()).isEqualTo(Cause.STATUS_EXPIRED);
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change.canBeSeen()).isTrue();
  }

  @Test
  default void aStatusAlsoEndsWhileNobodyIsConnected() {
    apply(connected(ANN, S1, PHONE));
    apply(edit(ANN, S1, Status.BUSY, now() + 20_000));
    apply(StoreFixture.closed(ANN, S1));
    advance(Duration.ofSeconds(20));
    PresenceChanged change = sweep().getFirst();
    assertThat(change.cause()).isEqualTo(Cause.STATUS_EXPIRED);
    assertThat(change.canBeSeen()).isFalse();
    assertThat(change.hand().isNothing()).isTrue();
  }

  @Test
  default void ofManyWhoLookOneGetsTheChange() throws Exception {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.plus(SLACK));
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> found = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        PresenceStore door = i % 2 == 0 ? store() : secondStore();
        boolean sweeps = i % 4 < 2;
        found.add(
            workers.submit(() -> {
              start.await();
              return sweeps
                  ? door.deadlines().sweep(SETTINGS.sharding().all(), Duration.ZERO, 10).stream()
                      .mapToInt(sweep -> sweep.changes().size())
                      .sum()
                  : door.deadlines().decide(ANN, S1).map(change -> 1).orElse(0);
            }));
      }
      start.countDown();
      int changes = 0;
      for (Future<Integer> one : found) {
        changes += one.get();
      }
      assertThat(changes).isEqualTo(1);
    }
  }

  private Deadlines.Sweep shardOfAnn(Duration grace, int limit) {
    return store()
        .deadlines()
        .sweep(List.of(SETTINGS.sharding().shardOf(ANN)), grace, limit)
        .getFirst();
  }

  private void assertNextIn(Duration expected) {
    assertThat(Duration.ofMillis(shardOfAnn(Duration.ZERO, 10).nextIn()))
        .isBetween(expected.minus(SLACK), expected);
  }

  @Test
  default void isKnownToHaveBeenSweptForAWhile() {
    assertThat(store().deadlines().sweptLately()).isFalse();
    store().deadlines().swept();
    assertThat(store().deadlines().sweptLately()).isTrue();
    advance(java.time.Duration.ofMillis(Deadlines.SWEPT_MILLIS + 1));
    assertThat(store().deadlines().sweptLately()).isFalse();
  }
}
