package io.presence.store;

import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.WireTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people set beside any session, and messages that end by themselves. */
interface PersonRules extends StoreFixture {

  @Test
  default void whoeverIsNotConnectedMaySetAStatus() {
    Applied.Done set = apply(person(null, Status.INVISIBLE));

    assertThat(set.result().me()).isEqualTo(new Me(Status.INVISIBLE, null, null));
    PresenceChanged change = Objects.requireNonNull(set.change());
    assertThat(change.cause()).isEqualTo(Cause.STATUS_SET);
    assertThat(change.sessionId()).isNull();
    assertThat(change.hand().status()).isEqualTo(Status.INVISIBLE);
    PresenceChanged began = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    assertThat(began.canBeSeen()).as("a session alone is for history").isFalse();
    assertThat(status(ANN)).isEqualTo(Status.INVISIBLE);
    assertThat(change(person(null, Status.INVISIBLE))).isNull();
  }

  @Test
  default void whatSomebodyOfflineAndUnknownSetsIsNoticedByNobodyElse() {
    PresenceChanged change = Objects.requireNonNull(change(person(null, Status.BUSY)));
    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertThat(change.canBeSeen()).isFalse();
  }

  @Test
  default void whoComesOutOfInvisibilityWasNeverSeenInIt() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.INVISIBLE));
    advance(Duration.ofSeconds(10));
    apply(StoreFixture.heard(ANN, S1, Duration.ZERO));
    advance(Duration.ofSeconds(10));

    apply(person(null, Status.BUSY));

    assertAgo(state(ANN).lastSeen(), Duration.ZERO);
    advance(TTL.minusSeconds(10).plus(SLACK));
    PresenceChanged lapsed = sweep().getFirst();
    assertThat(lapsed.state().status()).isEqualTo(Status.OFFLINE);
    assertAgo(lapsed.state().lastSeen(), TTL.minusSeconds(10).plus(SLACK));
  }

  @Test
  default void aStatusOfSomebodyOfflineCountsWhenTheyConnect() {
    assertThat(Objects.requireNonNull(apply(person(null, Status.BUSY)).result().me()).status())
        .isEqualTo(Status.OFFLINE);
    apply(connected(ANN, S1, PHONE));
    assertThat(status(ANN)).isEqualTo(Status.BUSY);
    apply(person(null, Status.ONLINE));
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void nothingIsSetOfSomebodyUnknownUntilWhatIsKeptIsGiven() {
    StatusEdit edit = new StatusEdit(null, null, StatusEdit.Message.SET, "hi");
    SessionReport report = new SessionReport.PersonSet(ANN, null, edit);
    assertThat(store().sessions().apply(List.of(report), Map.of()))
        .containsExactly(new Applied.NeedsKept());
    assertThat(reading(ANN).known()).isFalse();

    HandSet invisible = new HandSet(Status.INVISIBLE, null, null);
    LastSeen kept = StoreFixture.kept(ANN, 5, 7, invisible);
    var applied = store().sessions().apply(List.of(report), Map.of(ANN, kept)).getFirst();
    PresenceChanged change = Objects.requireNonNull(((Applied.Done) applied).change());
    assertThat(change.hand()).isEqualTo(new HandSet(Status.INVISIBLE, null, "hi"));
    assertThat(change.state().lastSeen()).isEqualTo(5);
  }

  @Test
  default void signingOffWithoutADeviceSignsAllOffAndAnyOtherStatusAllOn() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    PresenceChanged off = Objects.requireNonNull(change(person(null, Status.OFFLINE)));
    assertThat(off.cause()).isEqualTo(Cause.SIGNED_OFF);
    assertThat(off.state().status()).isEqualTo(Status.OFFLINE);
    assertAgo(off.state().lastSeen(), Duration.ZERO);
    assertThat(change(person(null, Status.OFFLINE))).isNull();
    assertThat(Objects.requireNonNull(change(person(null, Status.AWAY))).state().deviceTypes())
        .hasSize(2);
  }

  @Test
  default void signingOffADeviceLeavesTheOthers() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    PresenceChanged off = Objects.requireNonNull(change(person(PHONE, Status.OFFLINE)));
    assertThat(off.state().status()).isEqualTo(Status.ONLINE);
    assertThat(off.state().deviceTypes()).hasSize(1);
    assertThat(change(person(new DeviceId("not-here"), Status.OFFLINE))).isNull();
    // As on the device itself: it is back with its next word.
    assertThat(Objects.requireNonNull(change(set(ANN, S1, Status.ONLINE))).state().deviceTypes())
        .hasSize(2);
  }

  @Test
  default void settingAStatusIsActivityAndRenewsNothing() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE, ANN, S1);
    assertThat(sweep().getFirst().state().status()).isEqualTo(Status.AWAY);
    assertThat(Objects.requireNonNull(change(person(PHONE, Status.ONLINE))).state().status())
        .isEqualTo(Status.ONLINE);
    advance(TTL.minus(SLACK));
    apply(person(PHONE, Status.ONLINE));
    advance(SLACK);
    assertThat(sweep().getFirst().cause()).isEqualTo(Cause.LAPSED);
  }

  @Test
  default void aMessageEndsByItself() {
    apply(connected(ANN, S1, PHONE));
    long until = now() + Duration.ofSeconds(20).toMillis();
    StatusEdit edit = new StatusEdit(Status.BUSY, null, StatusEdit.Message.SET, "lunch", until);

    Applied.Done set = apply(new SessionReport.StatusSet(ANN, S1, edit));

    assertThat(Objects.requireNonNull(set.result().me()).messageExpiresAt())
        .isEqualTo(new WireTime(until));
    assertThat(Objects.requireNonNull(set.change()).nextTimer()).isEqualTo(until);
    assertThat(store().reader().inspect(ANN).hand())
        .isEqualTo(new HandSet(Status.BUSY, null, "lunch", until));
    advance(Duration.ofSeconds(20).minus(SLACK));
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    PresenceChanged ended = sweep().getFirst();
    assertThat(ended.cause()).isEqualTo(Cause.STATUS_EXPIRED);
    assertThat(ended.state().status()).isEqualTo(Status.BUSY);
    assertThat(ended.state().customMessage()).isNull();
    assertThat(Objects.requireNonNull(ended.before()).customMessage()).isEqualTo("lunch");
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void aMessageAlsoEndsWhileNobodyIsConnected() {
    long until = now() + Duration.ofSeconds(20).toMillis();
    StatusEdit edit = new StatusEdit(null, null, StatusEdit.Message.SET, "lunch", until);
    apply(new SessionReport.PersonSet(ANN, null, edit));
    assertThat(state(ANN).customMessage()).isEqualTo("lunch");
    advance(Duration.ofSeconds(20));
    assertThat(sweep().getFirst().hand()).isEqualTo(HandSet.NOTHING);
    assertThat(state(ANN).customMessage()).isNull();
  }

  @Test
  default void aNewMessageForgetsWhenTheOldOneWasToEnd() {
    long until = now() + Duration.ofSeconds(20).toMillis();
    apply(
        new SessionReport.PersonSet(
            ANN, null, new StatusEdit(null, null, StatusEdit.Message.SET, "lunch", until)));
    apply(
        new SessionReport.PersonSet(
            ANN, null, new StatusEdit(null, null, StatusEdit.Message.SET, "back", null)));
    advance(Duration.ofSeconds(20));
    assertThat(sweep()).isEmpty();
    assertThat(state(ANN).customMessage()).isEqualTo("back");
  }

  private static SessionReport person(@Nullable DeviceId device, Status status) {
    return new SessionReport.PersonSet(
        ANN, device, new StatusEdit(status, null, StatusEdit.Message.KEEP, null));
  }
}
