package io.presence.expiry.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.ShardId;
import io.presence.store.StoreSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final long NOW = 1_000_000;

  /** A third of the default TTL, and a second. */
  private static final long QUIET = 11_000;

  private static final ShardId ONE = new ShardId(1);
  private static final ShardId OTHER = new ShardId(2);

  private final Outage outage = new Outage(StoreSettings.DEFAULTS);

  @Test
  void whoHasJustBegunDecidesNothingUntilTheyKnowWhatWasBefore() {
    assertThat(outage.mayHaveMissed(NOW)).isTrue();
    assertThat(outage.mayDecide(ONE, NOW)).isFalse();
    outage.sure(NOW);
    assertThat(outage.mayDecide(ONE, NOW)).isTrue();
  }

  @Test
  void whatMayHaveBeenMissedIsWaitedForOnce() {
    outage.missed(NOW);
    assertThat(outage.mayDecide(ONE, NOW + QUIET - 1)).isFalse();
    assertThat(outage.mayHaveMissed(NOW + QUIET)).isFalse();
    assertThat(outage.mayDecide(ONE, NOW + QUIET)).isTrue();
  }

  @Test
  void whoWasStoppedForAWhileAsksAgain() {
    outage.sure(NOW);
    assertThat(outage.looked(NOW + 1_000)).isTrue();
    assertThat(outage.mayDecide(ONE, NOW + 4_000)).isTrue();
    assertThat(outage.mayDecide(ONE, NOW + 4_001)).isFalse();
    assertThat(outage.mayHaveMissed(NOW + 4_001)).isTrue();
  }

  @Test
  void afterAnOutageDecidingWaitsInTheShardsThatWereAway() {
    outage.sure(NOW);
    assertThat(outage.failed(List.of(ONE))).isTrue();
    assertThat(outage.failed(List.of(ONE))).isFalse();
    outage.sure(NOW + 60_000);
    assertThat(outage.mayDecide(ONE, NOW + 60_000)).isFalse();
    assertThat(outage.mayDecide(OTHER, NOW + 60_000)).isTrue();
    outage.ended(List.of(ONE), NOW + 60_000);
    outage.sure(NOW + 60_000 + QUIET - 1);
    assertThat(outage.mayDecide(ONE, NOW + 60_000 + QUIET - 1)).isFalse();
    assertThat(outage.mayDecide(ONE, NOW + 60_000 + QUIET)).isTrue();
  }

  @Test
  void saysOnceASecondThatItHasLookedEverywhere() {
    assertThat(outage.looked(NOW)).isTrue();
    assertThat(outage.looked(NOW + 999)).isFalse();
    assertThat(outage.looked(NOW + 1_000)).isTrue();
    assertThat(outage.failed(List.of(ONE))).isTrue();
    assertThat(outage.looked(NOW + 2_000)).as("one is away").isFalse();
    outage.ended(List.of(ONE), NOW + 2_000);
    assertThat(outage.looked(NOW + 3_000)).as("one waits").isFalse();
    assertThat(outage.looked(NOW + 2_000 + QUIET)).isTrue();
  }
}
