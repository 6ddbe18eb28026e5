package io.presence.store;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.assertNobodyNotices;
import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.edit;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static io.presence.store.StoreFixture.message;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.WireTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a person sets. */
public interface StatusRules extends StoreFixture {

  @Test
  default void aStatusSetByHandCountsUntilOnlineClearsIt() {
    apply(connected(ANN, S1, PHONE));

    Applied.Done busy = apply(set(ANN, S1, Status.BUSY));

    assertThat(busy.result().me()).isEqualTo(new Me(Status.BUSY, null, null));
    PresenceChanged change = Objects.requireNonNull(busy.change());
    assertThat(change.cause()).isEqualTo(Cause.STATUS_SET);
    assertThat(change.hand()).isEqualTo(new HandSet(Status.BUSY, null, null));
    assertThat(change.nextTimer()).as("busy does not turn idle").isNull();
    assertThat(change(set(ANN, S1, Status.BUSY))).as("again").isNull();
    assertThat(Objects.requireNonNull(change(set(ANN, S1, Status.ONLINE))).state().status())
        .isEqualTo(Status.ONLINE);
  }

  @Test
  default void aStatusSetByHandOutlivesReconnects() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.BUSY));
    apply(closed(ANN, S1));
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
    apply(connected(ANN, S2, PHONE));
    assertThat(status(ANN)).isEqualTo(Status.BUSY);
  }

  @Test
  default void aStatusThatComesLateShowsThatTheSessionWasHeardWhenItWasSaid() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(20));
    StatusEdit busy = new StatusEdit(Status.BUSY, null, StatusEdit.Message.KEEP, null);

    apply(new SessionReport.StatusSet(ANN, S1, busy, 12_000L));
    advance(TTL.minusSeconds(13));
    assertThat(sweep()).as("29 s after it was said").isEmpty();
    advance(Duration.ofSeconds(2));

    assertThat(sweep())
        .as("a TTL after it was said, not after it was written")
        .singleElement()
        .satisfies(change -> assertThat(change.cause()).isEqualTo(Cause.LAPSED));
  }

  @Test
  default void aSignOffThatComesLateDoesNotReachWhatBeganSince() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S3, PHONE));
    advance(Duration.ofSeconds(10));
    apply(connected(ANN, S2, PHONE));
    advance(Duration.ofSeconds(3));
    StatusEdit off = new StatusEdit(Status.OFFLINE, null, StatusEdit.Message.KEEP, null);

    Applied.Done late = apply(new SessionReport.StatusSet(ANN, S1, off, 5_000L));

    assertThat(late.result().me()).isEqualTo(new Me(Status.ONLINE, null, null));
    assertNobodyNotices(late.change());
    assertThat(Objects.requireNonNull(late.change()).sessions().ended())
        .singleElement()
        .matches(gone -> gone.sessionId().equals(S1) && gone.how() == SessionEnd.SIGNED_OFF);
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result().outcome())
        .isEqualTo(ReportResult.Outcome.ENDED);
    assertThat(status(ANN)).as("others of the device live").isEqualTo(Status.ONLINE);

    assertThat(
            Objects.requireNonNull(
                    apply(new SessionReport.StatusSet(ANN, S3, off, 2_000L)).change())
                .state()
                .status())
        .as("said after all of them had begun")
        .isEqualTo(Status.OFFLINE);
  }

  @Test
  default void aMessageIsSetKeptAndCleared() {
    apply(connected(ANN, S1, PHONE));
    String text = "\"gone\" / fishing \\ 🎣\n";
    Applied.Done done = apply(message(ANN, S1, text));
    assertThat(Objects.requireNonNull(done.result().me()).customMessage()).isEqualTo(text);
    assertThat(Objects.requireNonNull(done.change()).state().customMessage()).isEqualTo(text);
    apply(set(ANN, S1, Status.AWAY));
    assertThat(state(ANN).customMessage()).isEqualTo(text);
    PresenceChanged cleared = Objects.requireNonNull(change(message(ANN, S1, null)));
    assertThat(cleared.state().customMessage()).isNull();
    assertThat(Objects.requireNonNull(cleared.before()).customMessage()).isEqualTo(text);
    assertThat(status(ANN)).isEqualTo(Status.AWAY);
  }

  @Test
  default void aStatusEndsByItself() {
    apply(connected(ANN, S1, PHONE));
    long until = now() + Duration.ofSeconds(20).toMillis();

    Applied.Done set = apply(edit(ANN, S1, Status.BUSY, until));

    assertThat(Objects.requireNonNull(set.result().me()).expiresAt())
        .isEqualTo(new WireTime(until));
    assertThat(Objects.requireNonNull(set.change()).nextTimer()).isEqualTo(until);
    advance(Duration.ofSeconds(20).minus(SLACK));
    assertThat(sweep()).isEmpty();
    advance(SLACK);
    PresenceChanged ended = sweep().getFirst();
    assertThat(ended.cause()).isEqualTo(Cause.STATUS_EXPIRED);
    assertThat(ended.state().status()).isEqualTo(Status.ONLINE);
    assertThat(ended.hand()).isEqualTo(HandSet.NOTHING);
    assertThat(ended.sessionId()).isNull();
    assertThat(sweep()).isEmpty();
  }

  @Test
  default void aStatusThatHasEndedAlreadyIsNotSet() {
    apply(connected(ANN, S1, PHONE));
    assertThat(change(edit(ANN, S1, Status.INVISIBLE, now() - 1))).isNull();
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void invisibleFreezesLastSeenAtThatMoment() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(10));

    Applied.Done hidden = apply(set(ANN, S1, Status.INVISIBLE));

    assertThat(Objects.requireNonNull(hidden.result().me()).status()).isEqualTo(Status.INVISIBLE);
    PresenceChanged change = Objects.requireNonNull(hidden.change());
    assertThat(change.state().deviceTypes()).isEmpty();
    assertThat(change.state().lastSeen()).isEqualTo(change.at());
    advanceHearing(Duration.ofMinutes(1), ANN, S1);
    assertAgo(state(ANN).lastSeen(), Duration.ofMinutes(1));
  }

  @Test
  default void comingsAndGoingsOfTheInvisibleAreNoticedByNobody() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.INVISIBLE));
    advance(Duration.ofSeconds(10));

    assertNobodyNotices(change(connected(ANN, S2, LAPTOP)));
    assertThat(change(active(ANN, S2, Duration.ZERO))).isNull();
    assertNobodyNotices(change(closed(ANN, S1)));
    assertNobodyNotices(change(set(ANN, S2, Status.OFFLINE)));
    assertThat(change(lost(ANN, S2))).isNull();
    advance(TTL.plus(SLACK));
    assertThat(sweep()).isEmpty();

    assertThat(status(ANN)).isEqualTo(Status.INVISIBLE);
    assertAgo(state(ANN).lastSeen(), TTL.plus(SLACK).plusSeconds(10));
  }

  @Test
  default void comingOutOfInvisibilityIsSeen() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.INVISIBLE));
    advance(Duration.ofSeconds(10));
    PresenceChanged change = Objects.requireNonNull(change(set(ANN, S1, Status.ONLINE)));
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change.state().deviceTypes()).containsExactly(DeviceType.MOBILE);
    assertThat(Objects.requireNonNull(change.before()).status()).isEqualTo(Status.INVISIBLE);
    assertAgo(Objects.requireNonNull(change.before()).lastSeen(), Duration.ofSeconds(10));
  }

  @Test
  default void signingOffHidesAllSessionsOfTheDeviceAtOnce() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, PHONE));

    Applied.Done off = apply(set(ANN, S1, Status.OFFLINE));

    PresenceChanged change = Objects.requireNonNull(off.change());
    assertThat(change.cause()).isEqualTo(Cause.SIGNED_OFF);
    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertThat(change.state().lastSeen()).isEqualTo(change.at());
    assertThat(Objects.requireNonNull(off.result().me()).status()).isEqualTo(Status.OFFLINE);
    assertThat(apply(heard(ANN, S1, Duration.ZERO)).result())
        .as("still connected, to be told of others")
        .isEqualTo(ReportResult.OK);
    assertThat(store().gateways().holding(List.of(ANN))).containsOnlyKeys(GATEWAY);
    assertThat(change(set(ANN, S2, Status.OFFLINE))).as("again").isNull();
  }

  @Test
  default void neitherPulseNorActivitySignsADeviceOn() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.OFFLINE));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S1, Duration.ZERO));
    assertThat(change(active(ANN, S1, Duration.ZERO))).isNull();
    assertThat(change(closed(ANN, S1))).as("nobody could see it").isNull();
    assertAgo(state(ANN).lastSeen(), Duration.ofSeconds(10));
  }

  @Test
  default void anyStatusOrMessageSignsADeviceOn() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.OFFLINE));
    assertThat(Objects.requireNonNull(change(message(ANN, S1, "back"))).state().status())
        .isEqualTo(Status.ONLINE);
    apply(set(ANN, S1, Status.OFFLINE));
    assertThat(Objects.requireNonNull(change(connected(ANN, S2, PHONE))).state().status())
        .isEqualTo(Status.ONLINE);
  }

  @Test
  default void signingOffLeavesOtherDevicesAndWhatIsSetByHand() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    apply(set(ANN, S1, Status.BUSY));
    PresenceChanged change = Objects.requireNonNull(change(set(ANN, S1, Status.OFFLINE)));
    assertThat(change.state().status()).isEqualTo(Status.BUSY);
    assertThat(change.state().deviceTypes()).containsExactly(DeviceType.DESKTOP);
  }

  @Test
  default void turningInvisibleWhileSignedOffDoesNotMoveLastSeen() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.OFFLINE));
    advance(Duration.ofSeconds(10));
    apply(set(ANN, S1, Status.INVISIBLE));
    assertAgo(state(ANN).lastSeen(), Duration.ofSeconds(10));
  }

  @Test
  default void settingAStatusIsActivity() {
    apply(connected(ANN, S1, PHONE));
    advanceHearing(IDLE, ANN, S1);
    apply(message(ANN, S1, "hi"));
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }
}
