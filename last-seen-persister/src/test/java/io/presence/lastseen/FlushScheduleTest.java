package io.presence.lastseen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushScheduleTest {
  private static final int ROWS = 10;

  // A steady clock may be anywhere, also just before its numbers turn negative.
  private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
  private final FlushSchedule schedule = new FlushSchedule(Duration.ofSeconds(5), ROWS);

  @Test
  void nothingIsDueWhileNothingWaits() {
    pass(Duration.ofDays(1));
    assertThat(due(0)).isFalse();
  }

  @Test
  void theFirstThatWaitsIsWrittenAfterOneInterval() {
    schedule.waits(now);
    pass(Duration.ofMillis(4_999));
    // More of them do not put it off.
    schedule.waits(now);
    assertThat(due(1)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(due(1)).isTrue();
  }

  @Test
  void enoughPeopleAreWrittenAtOnce() {
    schedule.waits(now);
    assertThat(due(ROWS - 1)).isFalse();
    assertThat(due(ROWS)).isTrue();
    assertThat(due(ROWS + 1)).isTrue();
  }

  @Test
  void skippedRecordsAloneAreCommittedAfterOneInterval() {
    schedule.waits(now);
    pass(Duration.ofSeconds(5));
    assertThat(due(0)).isTrue();
  }

  @Test
  void afterAFlushTheIntervalBeginsAnew() {
    schedule.waits(now);
    pass(Duration.ofSeconds(5));
    schedule.done();
    assertThat(due(0)).isFalse();
    schedule.waits(now);
    pass(Duration.ofMillis(4_999));
    assertThat(due(1)).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(due(1)).isTrue();
  }

  @Test
  void failuresBackOffUpToTenSecondsHoweverManyWait() {
    schedule.waits(now);
    long[] backoffs = {250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000};
    for (long millis : backoffs) {
      schedule.failed(now);
      assertThat(schedule.isFailing()).isTrue();
      pass(Duration.ofMillis(millis - 1));
      assertThat(due(ROWS + 1)).as("just before %d ms", millis).isFalse();
      pass(Duration.ofMillis(1));
      assertThat(due(1)).as("after %d ms", millis).isTrue();
    }
    for (int i = 0; i < 100; i++) {
      schedule.failed(now);
    }
    pass(Duration.ofSeconds(10));
    assertThat(due(1)).isTrue();
    schedule.done();
    assertThat(schedule.isFailing()).isFalse();
  }

  @Test
  void offsetsThatWereNotTakenAreCommittedAnIntervalLater() {
    schedule.waits(now);
    schedule.doneButForOffsets(now);
    assertThat(schedule.isFailing()).isFalse();
    assertThat(due(0)).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(due(0)).isTrue();
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThat(new PersisterSettings(10, 1, true).flushInterval()).isEqualTo(Duration.ofMillis(10));
    assertThat(new PersisterSettings(600_000, 50_000, true).flushRows()).isEqualTo(50_000);
    assertThatThrownBy(() -> new PersisterSettings(9, 1, true))
        .hasMessage("PRESENCE_LAST_SEEN_FLUSH_INTERVAL_MS must be between 10 and 600000, got 9");
    assertThatThrownBy(() -> new PersisterSettings(600_001, 1, true)).hasMessageContaining("got 600001");
    assertThatThrownBy(() -> new PersisterSettings(10, 0, true))
        .hasMessage("PRESENCE_LAST_SEEN_FLUSH_ROWS must be between 1 and 50000, got 0");
    assertThatThrownBy(() -> new PersisterSettings(10, 50_001, true)).hasMessageContaining("got 50001");
  }

  private boolean due(int people) {
    return schedule.isDue(now, people);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
