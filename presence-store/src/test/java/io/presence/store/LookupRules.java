package io.presence.store;

import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reading people, graph versions and gateways. */
public interface LookupRules extends StoreFixture {

  @Test
  default void somebodyUnknownIsOfflineAndNeverSeen() {
    PresenceReader.Reading reading = reading(ANN);
    assertThat(reading.state()).isEqualTo(PersonState.UNKNOWN);
    assertThat(reading.known()).isFalse();
    assertAgo(reading.asOf(), Duration.ZERO);
  }

  @Test
  default void aChangeIsNewerThanAnyReadingBeforeIt() {
    PresenceReader.Reading before = reading(ANN);
    PresenceChanged change = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    assertThat(change.version()).isGreaterThan(before.asOf());
    assertThat(reading(ANN).asOf()).isGreaterThanOrEqualTo(change.version() - 1);
  }

  @Test
  default void lastSeenOfSomebodyOnlineIsTheNewestOfTheirDevices() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S2, Duration.ofSeconds(4)));
    assertAgo(state(ANN).lastSeen(), Duration.ofSeconds(4));
    apply(closed(ANN, S1));
    assertAgo(state(ANN).lastSeen(), Duration.ZERO);
  }

  @Test
  default void aSignedOffDeviceIsNotSeen() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    apply(set(ANN, S1, Status.OFFLINE));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S1, Duration.ZERO));
    assertAgo(state(ANN).lastSeen(), Duration.ofSeconds(10));
  }

  @Test
  default void manyAreReadAtOnce() {
    apply(connected(ANN, S1, PHONE));
    UserId nobody = new UserId("nobody");
    Map<UserId, PresenceReader.Reading> readings = store().reader().read(List.of(ANN, nobody, ANN));
    assertThat(readings).containsOnlyKeys(ANN, nobody);
    assertThat(Objects.requireNonNull(readings.get(ANN)).known()).isTrue();
    assertThat(store().reader().read(List.of())).isEmpty();
  }

  @Test
  default void whoeverAsksWhyIsToldOfEverySession() {
    assertThat(store().reader().inspect(ANN).known()).isFalse();
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    apply(set(ANN, S1, Status.OFFLINE));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S2, Duration.ofSeconds(4)));

    Inspection ann = store().reader().inspect(ANN);
    assertThat(ann.known()).isTrue();
    assertThat(ann.status()).isEqualTo(Status.ONLINE);
    assertThat(ann.cause()).isEqualTo(Cause.SIGNED_OFF);
    assertAgo(Objects.requireNonNull(ann.changedAt()), Duration.ofSeconds(10));
    assertThat(ann.version()).isGreaterThanOrEqualTo(ann.changedAt());
    assertThat(ann.sessions()).extracting(Inspection.Registered::session).containsExactly(S2, S1);
    Inspection.Registered laptop = ann.sessions().getFirst();
    assertThat(laptop.device()).isEqualTo(LAPTOP);
    assertThat(laptop.lost()).isFalse();
    assertThat(laptop.signedOff()).isFalse();
    assertAgo(laptop.heardAt(), Duration.ofSeconds(4));
    assertThat(laptop.leaseMillis()).isPositive();
    assertThat(ann.sessions().getLast().signedOff()).isTrue();

    apply(lost(ANN, S2));
    assertThat(store().reader().inspect(ANN).sessions().getFirst().lost()).isTrue();
    apply(closed(ANN, S2));
    Inspection gone = store().reader().inspect(ANN);
    assertThat(gone.status()).isEqualTo(Status.OFFLINE);
    assertThat(gone.cause()).isEqualTo(Cause.CLOSED);
  }

  @Test
  default void countsThoseWhomOthersCouldSee() {
    assertThat(store().reader().countOnline()).isZero();
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, LAPTOP));
    apply(connected(BOB, S3, PHONE));
    assertThat(store().reader().countOnline()).isEqualTo(2);
    apply(set(ANN, S1, Status.INVISIBLE));
    assertThat(store().reader().countOnline()).isEqualTo(1);
    apply(closed(BOB, S3));
    assertThat(store().reader().countOnline()).isZero();
  }

  @Test
  default void graphVersionsGrow() {
    assertThat(store().graphVersions().read(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, 0L, BOB, 0L));
    long first = Objects.requireNonNull(store().graphVersions().bump(List.of(ANN)).get(ANN));
    assertAgo(first, Duration.ZERO);
    long second = Objects.requireNonNull(store().graphVersions().bump(List.of(ANN)).get(ANN));
    assertThat(second).isGreaterThan(first);
    assertThat(secondStore().graphVersions().read(List.of(ANN, BOB)))
        .isEqualTo(Map.of(ANN, second, BOB, 0L));
  }

  @Test
  default void aGatewayLivesWhileItAnnouncesItself() {
    Gateways gateways = store().gateways();
    Duration alive = Duration.ofMillis(Gateways.ALIVE_MILLIS);
    gateways.announce(OTHER_GATEWAY, 3);
    gateways.announce(GATEWAY, 7);
    assertThat(gateways.alive())
        .containsExactly(new Gateways.Alive(GATEWAY, 7), new Gateways.Alive(OTHER_GATEWAY, 3));
    advance(alive.minus(SLACK));
    gateways.announce(GATEWAY, 8);
    assertThat(gateways.alive()).hasSize(2);
    advance(SLACK);
    assertThat(gateways.alive()).containsExactly(new Gateways.Alive(GATEWAY, 8));
    gateways.withdraw(GATEWAY);
    gateways.withdraw(GATEWAY);
    assertThat(gateways.alive()).isEmpty();
  }

  @Test
  default void findsTheGatewaysThatHoldSomebody() {
    apply(connected(ANN, S1, PHONE, GATEWAY));
    apply(connected(ANN, S2, LAPTOP, OTHER_GATEWAY));
    apply(connected(BOB, S3, PHONE, OTHER_GATEWAY));
    Gateways gateways = store().gateways();
    List<UserId> asked = List.of(ANN, BOB, new UserId("nobody"));
    assertThat(gateways.holding(asked))
        .isEqualTo(Map.of(GATEWAY, Set.of(ANN), OTHER_GATEWAY, Set.of(ANN, BOB)));
    apply(lost(ANN, S2));
    apply(closed(BOB, S3));
    assertThat(gateways.holding(asked)).isEqualTo(Map.of(GATEWAY, Set.of(ANN)));
  }
}
