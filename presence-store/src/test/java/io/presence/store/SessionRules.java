package io.presence.store;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.assertNobodyNotices;
import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sessions begin, are heard, and end. */
public interface SessionRules extends StoreFixture {

  @Test
  default void aFirstConnectionIsAChangeWithoutAStateBefore() {
    Applied.Done done = apply(connected(ANN, S1, PHONE));

    assertThat(Objects.requireNonNull(done.result().me()).status()).isEqualTo(Status.ONLINE);
    PresenceChanged change = Objects.requireNonNull(done.change());
    assertThat(change.userId()).isEqualTo(ANN);
    assertThat(change.cause()).isEqualTo(Cause.CONNECTED);
    assertThat(change.before()).isNull();
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change.state().deviceTypes()).containsExactly(DeviceType.MOBILE);
    assertThat(change.state().lastSeen()).isEqualTo(change.at());
    assertThat(change.version()).isEqualTo(change.at());
    assertThat(change.sessionId()).isEqualTo(S1);
    assertThat(change.nextTimer()).isEqualTo(change.at() + IDLE.toMillis());
    assertAgo(change.at(), Duration.ZERO);
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void aSecondDeviceIsAddedInTheOrderOfTypes() {
    PresenceChanged first = Objects.requireNonNull(change(connected(ANN, S1, LAPTOP)));

    PresenceChanged second = Objects.requireNonNull(change(connected(ANN, S2, PHONE)));

    assertThat(second.state().deviceTypes()).containsExactly(DeviceType.MOBILE, DeviceType.DESKTOP);
    assertThat(Objects.requireNonNull(second.before()).deviceTypes())
        .containsExactly(DeviceType.DESKTOP);
    assertThat(second.version()).isGreaterThan(first.version());
  }

  @Test
  default void anotherTabOfTheSameDeviceIsNoNews() {
    apply(connected(ANN, S1, PHONE));
    assertNobodyNotices(change(connected(ANN, S2, PHONE)));
  }

  @Test
  default void repeatingAConnectionChangesNothingButTheGateway() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.OFFLINE));

    Applied.Done again = apply(connected(ANN, S1, PHONE, OTHER_GATEWAY));

    assertThat(again.result().outcome()).isEqualTo(ReportResult.Outcome.OK);
    assertThat(again.change()).isNull();
    assertThat(status(ANN)).as("still signed off").isEqualTo(Status.OFFLINE);
    assertThat(store().gateways().holding(List.of(ANN))).containsOnlyKeys(OTHER_GATEWAY);
  }

  @Test
  default void aHeartbeatMovesTheLapse() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    assertThat(sweep()).hasSize(1);
  }

  @Test
  default void aHeartbeatCountsFromWhenItWasHeard() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    apply(heard(ANN, S1, Duration.ofSeconds(10)));
    advance(TTL.minusSeconds(10).minus(SLACK));
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    assertAgo(sweep().getFirst().state().lastSeen(), TTL);
  }

  @Test
  default void anOlderHeartbeatNeverShortensALease() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    apply(heard(ANN, S1, Duration.ZERO));
    assertThat(apply(heard(ANN, S1, Duration.ofSeconds(20))).result()).isEqualTo(ReportResult.OK);
    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
    assertThat(store().deadlines().decide(ANN, S1)).isEmpty();
  }

  @Test
  default void aLeaseThatIsGoneButNotDecidedIsGivenBack() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.plusSeconds(5));
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    assertThat(store().deadlines().decide(ANN, S1)).isEmpty();
    assertThat(sweep()).isEmpty();
    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void whatWasNeverBegunIsUnknown() {
    for (var report :
        List.of(
            heard(ANN, S1, Duration.ZERO),
            active(ANN, S1, Duration.ZERO),
            lost(ANN, S1),
            set(ANN, S1, Status.BUSY))) {
      assertThat(apply(report)).isEqualTo(new Applied.Done(ReportResult.UNKNOWN, null, List.of()));
    }
    apply(connected(ANN, S1, PHONE));
    assertThat(apply(heard(ANN, S2, Duration.ZERO)).result()).isEqualTo(ReportResult.UNKNOWN);
    assertThat(apply(closed(ANN, S2)).result()).isEqualTo(ReportResult.UNKNOWN);
    assertThat(apply(closed(ANN, S2)).result()).as("by now it has").isEqualTo(ReportResult.ENDED);
  }

  @Test
  default void aClosedSessionEndsAtOnceAndStaysEnded() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(10));

    PresenceChanged change = Objects.requireNonNull(change(closed(ANN, S1)));

    assertThat(change.cause()).isEqualTo(Cause.CLOSED);
    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertThat(change.state().deviceTypes()).isEmpty();
    assertThat(change.state().lastSeen()).isEqualTo(change.at());
    assertThat(change.nextTimer()).isNull();
    advance(TTL);
    for (var late :
        List.of(
            closed(ANN, S1),
            heard(ANN, S1, Duration.ZERO),
            active(ANN, S1, Duration.ZERO),
            connected(ANN, S1, PHONE))) {
      assertThat(apply(late)).isEqualTo(new Applied.Done(ReportResult.ENDED, null, List.of()));
    }
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
    assertAgo(state(ANN).lastSeen(), TTL);
  }

  @Test
  default void aSessionThatIsClosedBeforeItIsKnownNeverBegins() {
    assertThat(apply(closed(ANN, S1)).result()).isEqualTo(ReportResult.UNKNOWN);
    assertThat(apply(connected(ANN, S1, PHONE)).result()).isEqualTo(ReportResult.ENDED);
    assertThat(reading(ANN).known()).isFalse();
  }

  @Test
  default void closingOneOfTwoDevicesLeavesTheOther() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    PresenceChanged change = Objects.requireNonNull(change(closed(ANN, S1)));
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change.state().deviceTypes()).containsExactly(DeviceType.DESKTOP);
  }

  @Test
  default void aLostSessionCountsForOneTtlMore() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(20));
    assertThat(change(lost(ANN, S1))).isNull();
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
    assertThat(store().gateways().holding(List.of(ANN))).isEmpty();

    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    PresenceChanged change = sweep().getFirst();
    assertThat(change.cause()).isEqualTo(Cause.LAPSED);
    assertAgo(change.state().lastSeen(), TTL);
  }

  @Test
  default void aReconnectWithinTheTtlMakesNoNoise() {
    apply(connected(ANN, S1, PHONE));
    apply(lost(ANN, S1));
    advance(TTL.minus(SLACK));

    Applied.Done back = apply(connected(ANN, S2, PHONE, OTHER_GATEWAY));

    assertNobodyNotices(back.change());
    assertThat(back.evicted()).isEmpty();
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result())
        .as("replaced")
        .isEqualTo(ReportResult.ENDED);
    assertThat(store().gateways().holding(List.of(ANN))).containsOnlyKeys(OTHER_GATEWAY);
    advance(SLACK.multipliedBy(2));
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void aLostSessionOfAnotherDeviceIsNotReplaced() {
    apply(connected(ANN, S1, PHONE));
    apply(lost(ANN, S1));
    apply(connected(ANN, S2, LAPTOP));
    assertThat(state(ANN).deviceTypes()).containsExactly(DeviceType.MOBILE, DeviceType.DESKTOP);
  }

  @Test
  default void aReconnectKeepsTheActivityTimeOfItsDevice() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE.minusSeconds(20), ANN, S1);
    apply(lost(ANN, S1));
    apply(connected(ANN, S2, PHONE));
    assertThat(sweep()).isEmpty();
    advance(Duration.ofSeconds(20));
    PresenceChanged change = sweep().getFirst();
    assertThat(change.cause()).isEqualTo(Cause.IDLE);
    assertThat(change.state().status()).isEqualTo(Status.AWAY);
  }

  @Test
  default void activityEndsBeingAway() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE, ANN, S1);
    assertThat(sweep()).hasSize(1);
    assertThat(status(ANN)).isEqualTo(Status.AWAY);

    PresenceChanged change =
        Objects.requireNonNull(change(active(ANN, S1, Duration.ofSeconds(10))));

    assertThat(change.cause()).isEqualTo(Cause.ACTIVE);
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    long next = Objects.requireNonNull(change.nextTimer());
    assertAgo(next - IDLE.toMillis(), Duration.ofSeconds(10));
    assertThat(change(active(ANN, S1, Duration.ZERO))).isNull();
  }

  @Test
  default void activityRenewsTheLease() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    apply(active(ANN, S1, Duration.ZERO));
    advance(TTL.minus(SLACK));
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void oneUsersReportsOfABatchAreAppliedInOrder() {
    List<Applied> applied =
        store()
            .sessions()
            .apply(
                List.of(
                    connected(ANN, S1, PHONE),
                    heard(ANN, S1, Duration.ZERO),
                    connected(BOB, S2, PHONE),
                    set(ANN, S1, Status.BUSY),
                    closed(ANN, S1),
                    heard(ANN, S1, Duration.ZERO)),
                Map.of(ANN, Sessions.nothingKept(ANN), BOB, Sessions.nothingKept(BOB)));

    assertThat(applied)
        .extracting(one -> ((Applied.Done) one).result().outcome())
        .containsExactly(
            ReportResult.Outcome.OK,
            ReportResult.Outcome.OK,
            ReportResult.Outcome.OK,
            ReportResult.Outcome.OK,
            ReportResult.Outcome.OK,
            ReportResult.Outcome.ENDED);
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
    assertThat(status(BOB)).isEqualTo(Status.ONLINE);
  }
}
