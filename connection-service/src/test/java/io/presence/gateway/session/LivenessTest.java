package io.presence.gateway.session;

import static io.presence.gateway.session.Liveness.Due.ACTIVITY;
import static io.presence.gateway.session.Liveness.Due.END;
import static io.presence.gateway.session.Liveness.Due.NOTHING;
import static io.presence.gateway.session.Liveness.Due.PING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Timing TIMING = new Timing(5_000, 30_000, 300_000, 5_000, 10_000);
  private static final long START = 1_000_000;
  private final Liveness liveness = new Liveness(TIMING, START);

  @Test
  void pingsOnceAfterEachSilentInterval() {
    assertThat(liveness.due(START + 4_999)).isEqualTo(NOTHING);
    assertThat(liveness.due(START + 5_000)).isEqualTo(PING);
    assertThat(liveness.due(START + 5_001)).isEqualTo(NOTHING);
    assertThat(liveness.due(START + 9_999)).isEqualTo(NOTHING);
    assertThat(liveness.due(START + 10_000)).isEqualTo(PING);
  }

  @Test
  void neverPingsWhoIsHeard() {
    for (long now = START; now < START + 60_000; now += 4_999) {
      liveness.heard(now);
      assertThat(liveness.due(now + 4_998)).isEqualTo(NOTHING);
    }
  }

  @Test
  void endsAfterTheTtlOfSilence() {
    liveness.heard(START + 1_000);
    assertThat(liveness.due(START + 30_999)).isNotEqualTo(END);
    assertThat(liveness.due(START + 31_000)).isEqualTo(END);
  }

  @Test
  void aLateReportOfBeingHeardMovesNothingBack() {
    liveness.heard(START + 20_000);
    liveness.heard(START + 10_000);
    assertThat(liveness.heardAt()).isEqualTo(START + 20_000);
  }

  @Test
  void renewalWaitsOnlyForWhatWasNotRenewed() {
    assertThat(liveness.renewalWaits()).isFalse();
    liveness.heard(START + 1);
    assertThat(liveness.renewalWaits()).isTrue();
    liveness.heard(START + 2);
    liveness.renewed(START + 1);
    assertThat(liveness.renewalWaits()).isTrue();
    liveness.renewed(START + 2);
    assertThat(liveness.renewalWaits()).isFalse();
  }

  @Test
  void theFirstActivityIsWrittenAtOnce() {
    assertThat(liveness.active(START + 1)).isTrue();
    assertThat(liveness.writeActivity()).isEqualTo(START + 1);
    assertThat(liveness.activityWaits()).isFalse();
  }

  @Test
  void whoStaysActiveCostsOneWriteInATenthOfTheIdleTimeout() {
    int writes = 0;
    long lastWritten = 0;
    for (long now = START; now <= START + 300_000; now += 100) {
      liveness.heard(now);
      boolean due = liveness.due(now) == ACTIVITY;
      if (now % 5_000 == 0 && liveness.active(now)) {
        due = true;
      }
      if (due) {
        lastWritten = liveness.writeActivity();
        writes++;
      }
    }
    assertThat(writes).isEqualTo(11);
    assertThat(lastWritten).isEqualTo(START + 300_000);
  }

  @Test
  void theLastActivityIsWrittenThoughNothingFollows() {
    liveness.active(START);
    liveness.writeActivity();
    assertThat(liveness.active(START + 1_000)).isFalse();
    assertThat(liveness.active(START + 29_999)).isFalse();
    liveness.heard(START + 29_999);
    assertThat(liveness.due(START + 29_999)).isEqualTo(NOTHING);
    assertThat(liveness.due(START + 30_000)).isEqualTo(ACTIVITY);
    assertThat(liveness.writeActivity()).isEqualTo(START + 29_999);
    liveness.heard(START + 59_999);
    assertThat(liveness.due(START + 60_000)).isEqualTo(NOTHING);
  }

  @Test
  void comingBackAfterALongPauseIsWrittenAtOnce() {
    liveness.active(START);
    liveness.writeActivity();
    assertThat(liveness.active(START + 30_000)).isTrue();
  }

  @Test
  void aTtlThatLeavesNoRoomForAPingIsRefused() {
    assertThat(new Timing(10_000, 30_000, 300_000, 5_000, 10_000)).isNotNull();
    assertThatThrownBy(() -> new Timing(10_001, 30_000, 300_000, 5_000, 10_000))
        .hasMessage(
            "PRESENCE_TTL_MS (30000) must be at least three times PRESENCE_HEARTBEAT_INTERVAL_MS (10001)");
  }
}
