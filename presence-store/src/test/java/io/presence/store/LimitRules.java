package io.presence.store;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At most so many sessions of one person. */
public interface LimitRules extends StoreFixture {

  @Test
  default void asManyAsTheLimitAllStay() {
    assertThat(connectMany(SETTINGS.maxSessions())).isEmpty();
    for (int i = 1; i <= SETTINGS.maxSessions(); i++) {
      assertThat(apply(heard(ANN, session(i), Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
    }
  }

  @Test
  default void oneMoreAndTheLongestIdleGivesWay() {
    connectMany(SETTINGS.maxSessions());
    advance(Duration.ofSeconds(10));
    for (int i = 1; i <= SETTINGS.maxSessions(); i++) {
      if (i != 7) {
        apply(active(ANN, session(i), Duration.ZERO));
      }
    }

    Applied.Done done = apply(connected(ANN, session(21), device(21)));

    assertThat(done.evicted()).containsExactly(new Applied.Evicted(session(7), GATEWAY));
    assertThat(apply(heard(ANN, session(7), Duration.ZERO)).result()).isEqualTo(ReportResult.ENDED);
    assertThat(apply(heard(ANN, session(21), Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
  }

  @Test
  default void theNewOneStaysAlthoughItsDeviceWasIdleTheLongest() {
    connectMany(1);
    advance(Duration.ofSeconds(10));
    for (int i = 2; i <= SETTINGS.maxSessions(); i++) {
      apply(connected(ANN, session(i), device(i)));
    }
    Applied.Done done = apply(connected(ANN, session(21), device(1)));
    assertThat(done.evicted()).extracting(Applied.Evicted::session).containsExactly(session(1));
    assertThat(apply(heard(ANN, session(21), Duration.ZERO)).result()).isEqualTo(ReportResult.OK);
  }

  @Test
  default void lostSessionsGiveWayFirstAndNeedNoClosing() {
    connectMany(SETTINGS.maxSessions());
    advance(Duration.ofSeconds(10));
    apply(active(ANN, session(5), Duration.ZERO));
    apply(lost(ANN, session(5)));

    assertThat(apply(connected(ANN, session(21), device(21))).evicted()).isEmpty();

    assertThat(apply(heard(ANN, session(5), Duration.ZERO)).result()).isEqualTo(ReportResult.ENDED);
    assertThat(apply(connected(ANN, session(22), device(22))).evicted()).hasSize(1);
  }

  @Test
  default void aReplacedSessionMakesRoom() {
    connectMany(SETTINGS.maxSessions());
    apply(lost(ANN, session(3)));
    assertThat(apply(connected(ANN, session(21), device(3))).evicted()).isEmpty();
    for (int i = 1; i <= SETTINGS.maxSessions(); i++) {
      ReportResult expected = i == 3 ? ReportResult.ENDED : ReportResult.OK;
      assertThat(apply(heard(ANN, session(i), Duration.ZERO)).result()).isEqualTo(expected);
    }
  }

  private List<Applied.Evicted> connectMany(int sessions) {
    for (int i = 1; i < sessions; i++) {
      apply(connected(ANN, session(i), device(i)));
    }
    return apply(connected(ANN, session(sessions), device(sessions))).evicted();
  }

  private static SessionId session(int number) {
    return new SessionId("session-%02d".formatted(number));
  }

  private static DeviceId device(int number) {
    return new DeviceId("device-%02d".formatted(number));
  }
}
