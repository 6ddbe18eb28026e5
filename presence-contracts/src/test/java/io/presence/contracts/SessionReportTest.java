package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionReportTest {
  private static final UserId ANN = new UserId("ann");
  private static final SessionId SESSION = new SessionId("s1");

  @Test
  void whatIsSentLaterWasLongerAgo() {
    assertThat(new SessionReport.Heard(ANN, SESSION, 1_000).sentLater(3_000))
        .isEqualTo(new SessionReport.Heard(ANN, SESSION, 4_000));
    assertThat(new SessionReport.Active(ANN, SESSION, 0).sentLater(3_000))
        .isEqualTo(new SessionReport.Active(ANN, SESSION, 3_000));
    assertThat(new SessionReport.Lost(ANN, SESSION, 5).sentLater(3_000))
        .isEqualTo(new SessionReport.Lost(ANN, SESSION, 3_005));
    assertThat(connected(10_000L).sentLater(3_000)).isEqualTo(connected(13_000L));
  }

  @Test
  void whatHappensWhenItArrivesIsTheSameLater() {
    SessionReport goodbye = new SessionReport.Closed(ANN, SESSION);
    assertThat(goodbye.sentLater(3_000)).isEqualTo(goodbye);
    assertThat(connected(null).sentLater(3_000)).isEqualTo(connected(null));
  }

  private static SessionReport connected(Long activeAge) {
    return new SessionReport.Connected(
        ANN,
        SESSION,
        new DeviceId("phone"),
        DeviceType.MOBILE,
        null,
        new GatewayId("gw-1"),
        Watch.CONTACTS,
        activeAge);
  }
}
