package io.presence.expiry.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.store.StoreSettings;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final long NOW = 1_000_000;

  /** A third of the default TTL, and a second. */
  private static final long QUIET = 11_000;

  private final Outage outage = new Outage(StoreSettings.DEFAULTS);

  @Test
  void whoHasJustBegunDecidesNothingUntilTheyKnowWhatWasBefore() {
    assertThat(outage.mayHaveMissed(NOW)).isTrue();
    assertThat(outage.mayDecide(NOW)).isFalse();
    outage.sure(NOW);
    assertThat(outage.mayDecide(NOW)).isTrue();
  }

  @Test
  void whatMayHaveBeenMissedIsWaitedForOnce() {
    outage.missed(NOW);
    assertThat(outage.mayDecide(NOW + QUIET - 1)).isFalse();
    assertThat(outage.mayHaveMissed(NOW + QUIET)).isFalse();
    assertThat(outage.mayDecide(NOW + QUIET)).isTrue();
  }

  @Test
  void whoWasStoppedForAWhileAsksAgain() {
    outage.sure(NOW);
    boolean ignored = outage.looked(NOW + 1_000);
    assertThat(outage.mayDecide(NOW + 4_000)).isTrue();
    assertThat(outage.mayDecide(NOW + 4_001)).isFalse();
    assertThat(outage.mayHaveMissed(NOW + 4_001)).isTrue();
  }

  @Test
  void afterAnOutageDecidingWaits() {
    outage.sure(NOW);
    assertThat(outage.failed()).isTrue();
    assertThat(outage.failed()).isFalse();
    assertThat(outage.mayDecide(NOW + 60_000)).isFalse();
    outage.ended(NOW + 60_000);
    assertThat(outage.mayDecide(NOW + 60_000 + QUIET - 1)).isFalse();
    assertThat(outage.mayDecide(NOW + 60_000 + QUIET)).isTrue();
  }

  @Test
  void saysThatItHasLookedOnceASecond() {
    assertThat(outage.looked(NOW)).isTrue();
    assertThat(outage.looked(NOW + 999)).isFalse();
    assertThat(outage.looked(NOW + 1_000)).isTrue();
  }
}
