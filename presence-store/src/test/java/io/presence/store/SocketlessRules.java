package io.presence.store;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult.Outcome;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions of devices without a socket, and viewers without a session. */
interface SocketlessRules extends StoreFixture {
  SessionId PHONES = SessionId.withoutSocket(ANN, PHONE);

  private static SessionReport beat() {
    return connected(ANN, PHONES, PHONE, GatewayId.NONE);
  }

  @Test
  default void itComesBackUnderTheSameIdAfterItHasLapsed() {
    assertThat(Objects.requireNonNull(change(beat())).cause()).isEqualTo(Cause.CONNECTED);
    advance(TTL.minus(SLACK));
    assertThat(apply(heard(ANN, PHONES, Duration.ZERO)).result().outcome()).isEqualTo(Outcome.OK);
    advance(TTL);
    assertThat(sweep().getFirst().cause()).isEqualTo(Cause.LAPSED);
    assertThat(apply(heard(ANN, PHONES, Duration.ZERO)).result().outcome())
        .isEqualTo(Outcome.ENDED);

    PresenceChanged back = Objects.requireNonNull(change(beat()));

    assertThat(back.state().status()).isEqualTo(Status.ONLINE);
  }

  @Test
  default void whenItsEndIsDecidedByAHintItComesBackToo() {
    apply(beat());
    advance(TTL);
    assertThat(store().deadlines().decide(ANN, PHONES)).isPresent();
    assertThat(change(beat())).isNotNull();
  }

  @Test
  default void afterASignOffItsNextBeatSignsTheDeviceOn() {
    apply(beat());
    StatusEdit off = new StatusEdit(Status.OFFLINE, null, StatusEdit.Message.KEEP, null);
    apply(new SessionReport.PersonSet(ANN, null, off));
    assertThat(change(active(ANN, PHONES, Duration.ZERO))).isNull();
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
    PresenceChanged back = Objects.requireNonNull(change(beat()));
    assertThat(back.cause()).isEqualTo(Cause.CONNECTED);
    assertThat(back.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change(beat())).isNull();
  }

  @Test
  default void anAdministratorsEndHoldsForAWhile() {
    apply(beat());
    apply(closed(ANN, PHONES));
    assertThat(apply(beat()).result().outcome()).isEqualTo(Outcome.ENDED);
    advance(TTL.multipliedBy(2));
    assertThat(apply(beat()).result().outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  default void nobodyIsToldToCloseItWhenItGivesWay() {
    apply(beat());
    advance(Duration.ofMillis(10));
    for (int i = 0; i < SETTINGS.maxSessions(); i++) {
      Applied.Done joined = apply(connected(ANN, new SessionId("t" + i), LAPTOP));
      assertThat(joined.evicted()).isEmpty();
    }
    assertThat(apply(beat()).result().outcome()).isEqualTo(Outcome.ENDED);
  }

  @Test
  default void noGatewayHoldsIt() {
    apply(beat());
    assertThat(store().gateways().holding(List.of(ANN))).isEmpty();
  }

  @Test
  default void aGatewayThatListensForSomebodyIsFoundForAWhile() {
    Gateways gateways = store().gateways();
    gateways.listen(GATEWAY, List.of(ANN, BOB));
    gateways.listen(OTHER_GATEWAY, List.of(BOB));
    gateways.listen(OTHER_GATEWAY, List.of());
    apply(connected(BOB, S1, PHONE, OTHER_GATEWAY));
    assertThat(gateways.holding(List.of(ANN, BOB)))
        .isEqualTo(Map.of(GATEWAY, Set.of(ANN, BOB), OTHER_GATEWAY, Set.of(BOB)));
    // Listening makes nobody known.
    assertThat(reading(ANN).known()).isFalse();

    Duration listening = Duration.ofMillis(Gateways.LISTENING_MILLIS);
    advance(listening.minus(SLACK));
    gateways.listen(GATEWAY, List.of(ANN));
    advance(SLACK);
    assertThat(gateways.holding(List.of(ANN, BOB)))
        .isEqualTo(Map.of(GATEWAY, Set.of(ANN), OTHER_GATEWAY, Set.of(BOB)));
  }
}
