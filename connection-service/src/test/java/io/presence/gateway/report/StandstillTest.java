package io.presence.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandstillTest {
  private final Standstill standstill = new Standstill(0);

  @Test
  void whatIsReadInTimeIsNew() {
    for (long now = 0; now <= 3_000; now += 100) {
      standstill.tick(now);
      assertThat(standstill.ageOfWhatIsRead(now + 99)).isZero();
    }
  }

  @Test
  void whatIsReadAfterAStandstillMayBeAsOldAsThat() {
    standstill.tick(100);
    assertThat(standstill.ageOfWhatIsRead(15_100)).as("before the first tick").isEqualTo(15_000);
    standstill.tick(15_110);
    assertThat(standstill.ageOfWhatIsRead(15_110)).isEqualTo(15_010);
    standstill.tick(15_210);
    assertThat(standstill.ageOfWhatIsRead(15_210)).as("still in the socket").isEqualTo(15_110);
  }

  @Test
  void afterAWhileEverythingOldHasBeenRead() {
    standstill.tick(15_000);
    for (long now = 15_100; now <= 17_000; now += 100) {
      standstill.tick(now);
    }
    assertThat(standstill.ageOfWhatIsRead(17_000)).isZero();
  }
}
