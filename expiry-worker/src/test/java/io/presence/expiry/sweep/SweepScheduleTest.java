package io.presence.expiry.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.ShardId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {
  private static final ShardId OURS = new ShardId(0);
  private static final ShardId THEIRS = new ShardId(1);
  private static final Set<ShardId> OWNED = Set.of(OURS);
  private static final long START = 1_000_000;

  private final SweepSchedule schedule =
      new SweepSchedule(
          2, Duration.ofMillis(250), Duration.ofMillis(1_000), Duration.ofMillis(500));

  @Test
  void everythingIsLookedAtFirst() {
    SweepSchedule.Due due = schedule.due(OWNED, START);
    assertThat(due.ours()).containsExactly(OURS);
    assertThat(due.others()).containsExactly(THEIRS);
  }

  @Test
  void anOwnShardIsLookedAtWhenItsDeadlineComes() {
    assertThat(waitAfter(OURS, 400)).isEqualTo(400);
  }

  @Test
  void noSoonerThanTheFinestAndNoLaterThanTheCoarsest() {
    assertThat(waitAfter(OURS, 0)).isEqualTo(250);
    assertThat(waitAfter(OURS, 249)).isEqualTo(250);
    assertThat(waitAfter(OURS, 251)).isEqualTo(251);
    assertThat(waitAfter(OURS, 999)).isEqualTo(999);
    assertThat(waitAfter(OURS, 1_001)).isEqualTo(1_000);
    assertThat(waitAfter(OURS, 30_000)).isEqualTo(1_000);
  }

  @Test
  void aShardOfAnotherIsLookedAtWhenTheGraceIsOver() {
    assertThat(waitAfter(THEIRS, 100)).isEqualTo(600);
    assertThat(waitAfter(THEIRS, 30_000)).isEqualTo(1_000);
  }

  @Test
  void aGraceThatRunsIsWatchedAtTheFinest() {
    assertThat(waitAfter(THEIRS, 0)).isEqualTo(250);
  }

  @Test
  void afterAFullPageTheNextIsLookedAtAtOnce() {
    schedule.due(OWNED, START);
    schedule.looked(OURS, 0, true, START + 5);
    schedule.looked(THEIRS, 30_000, false, START + 5);
    assertThat(schedule.waitFrom(START + 5)).isZero();
    assertThat(schedule.due(OWNED, START + 5).ours()).containsExactly(OURS);
  }

  @Test
  void aHintBringsTheLookForwardButNotBelowTheFinest() {
    lookAtBoth();
    schedule.hint(OURS, 600, START);
    assertThat(schedule.waitFrom(START)).isEqualTo(600);
    schedule.hint(OURS, 10, START + 20);
    assertThat(schedule.waitFrom(START)).isEqualTo(250);
  }

  @Test
  void aHintNeverPutsALookOff() {
    lookAtBoth();
    schedule.hint(OURS, 300, START);
    schedule.hint(OURS, 900, START);
    assertThat(schedule.waitFrom(START)).isEqualTo(300);
  }

  @Test
  void aHintAboutAnothersShardWaitsForTheGrace() {
    lookAtBoth();
    schedule.hint(THEIRS, 100, START);
    assertThat(schedule.waitFrom(START)).isEqualTo(600);
  }

  @Test
  void aShardThatBecomesOursIsLookedAtAtOnce() {
    lookAtBoth();
    assertThat(schedule.due(OWNED, START + 1).isEmpty()).isTrue();
    assertThat(schedule.due(Set.of(OURS, THEIRS), START + 2).ours()).containsExactly(THEIRS);
  }

  @Test
  void aShardThatIsLostIsLookedAtAsAnothers() {
    lookAtBoth();
    assertThat(schedule.due(Set.of(), START + 1_000).others()).containsExactly(OURS, THEIRS);
  }

  @Test
  void whatCouldNotBeLookedAtComesAgainAfterThePause() {
    SweepSchedule.Due due = schedule.due(OWNED, START);
    schedule.postpone(due, START + 700);
    assertThat(schedule.due(OWNED, START + 699).isEmpty()).isTrue();
    assertThat(schedule.due(OWNED, START + 700)).isEqualTo(due);
  }

  private void lookAtBoth() {
    schedule.due(OWNED, START);
    schedule.looked(OURS, 30_000, false, START);
    schedule.looked(THEIRS, 30_000, false, START);
  }

  /** How long the schedule waits after a look that found the next deadline so far away. */
  private long waitAfter(ShardId shard, long nextIn) {
    lookAtBoth();
    schedule.looked(shard, nextIn, false, START);
    return schedule.waitFrom(START);
  }
}
