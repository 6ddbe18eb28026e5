package io.presence.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.Inspection;
import io.presence.store.StoreSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a heartbeat without a socket comes to. */
class BeatTest {
  private static final long NOW = 1_000_000_000;
  private static final long PAUSE = StoreSettings.DEFAULTS.idleTimeout().toMillis() / 10;
  private static final UserId ANN = new UserId("ann");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final SessionId ID = SessionId.withoutSocket(ANN, PHONE);

  private static List<SessionReport> reports(boolean active, Inspection before) {
    return new Beat(ANN, PHONE, DeviceType.MOBILE, active).reports(before, StoreSettings.DEFAULTS);
  }

  private static Inspection with(SessionId id, long activeAt, boolean signedOff) {
    var session =
        new Inspection.Registered(
            id, PHONE, DeviceType.MOBILE, GatewayId.NONE, activeAt, NOW, 1_000, false, signedOff);
    return new Inspection(
        true, NOW, Status.ONLINE, 1, 0, HandSet.NOTHING, null, null, List.of(session));
  }

  @Test
  void theFirstBeginsTheSession() {
    assertThat(reports(false, Inspection.nothing(NOW)))
        .extracting(Object::getClass)
        .containsExactly(SessionReport.Connected.class);
    assertThat(reports(true, with(SessionId.random(), NOW, false)))
        .extracting(Object::getClass)
        .containsExactly(SessionReport.Connected.class, SessionReport.Active.class);
  }

  @Test
  void theNextOnesOnlySayThatItWasHeard() {
    SessionReport heard = new SessionReport.Heard(ANN, ID, 0);
    assertThat(reports(false, with(ID, NOW - 10 * PAUSE, false))).containsExactly(heard);
    assertThat(reports(true, with(ID, NOW - PAUSE + 1, false))).containsExactly(heard);
  }

  @Test
  void activityIsWrittenNowAndThen() {
    assertThat(reports(true, with(ID, NOW - PAUSE, false)))
        .containsExactly(new SessionReport.Active(ANN, ID, 0));
  }

  @Test
  void afterASignOffItConnectsAgain() {
    assertThat(reports(false, with(ID, NOW, true)).getFirst())
        .isInstanceOf(SessionReport.Connected.class);
  }

  @Test
  void theSessionIsTheSameForOneDeviceAndNoOther() {
    Beat beat = new Beat(ANN, PHONE, DeviceType.MOBILE, false);
    assertThat(beat.session()).isEqualTo(new Beat(ANN, PHONE, DeviceType.WEB, true).session());
    assertThat(beat.session())
        .isNotEqualTo(new Beat(new UserId("bob"), PHONE, DeviceType.MOBILE, false).session())
        .isNotEqualTo(new Beat(ANN, new DeviceId("pad"), DeviceType.MOBILE, false).session());
    // The parts do not run into each other.
    assertThat(SessionId.withoutSocket(new UserId("b:c"), new DeviceId("a")))
        .isNotEqualTo(SessionId.withoutSocket(new UserId("c"), new DeviceId("a-b")));
  }
}
