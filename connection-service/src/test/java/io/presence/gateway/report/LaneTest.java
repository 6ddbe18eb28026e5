package io.presence.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private final Lane lane = new Lane(5);

  private record Stub(UserId user, String name) implements Report {
    @Override
    public @Nullable SessionReport toSend(long now) {
      return null;
    }

    @Override
    public void answered(ReportResult result) {}

    @Override
    public void givenUp() {}

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Report A1 = new Stub(ANN, "a1");
  private static final Report A2 = new Stub(ANN, "a2");
  private static final Report A3 = new Stub(ANN, "a3");
  private static final Report B1 = new Stub(BOB, "b1");

  private void offer(Report... reports) {
    for (Report report : reports) {
      assertThat(lane.offer(report)).isTrue();
    }
  }

  @Test
  void takesAllThatWaitsInOrder() {
    offer(A1, B1, A2);
    List<Report> taken = lane.take(0, 10);
    assertThat(taken).containsExactly(A1, A2, B1);
    lane.settle(taken, List.of(), 0);
    assertThat(lane.size()).isZero();
    assertThat(lane.readyIn(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatComesWhileAUserIsOnItsWayWaits() {
    offer(A1);
    List<Report> taken = lane.take(0, 10);
    offer(A2, B1);
    List<Report> others = lane.take(0, 10);
    assertThat(others).containsExactly(B1);
    lane.settle(others, List.of(), 0);
    lane.settle(taken, List.of(), 0);
    assertThat(lane.take(0, 10)).containsExactly(A2);
  }

  @Test
  void whatMustBeSentAgainGoesFirstAndOthersDoNotWaitForIt() {
    offer(A1, A2, B1);
    List<Report> taken = lane.take(0, 10);
    offer(A3);
    lane.settle(taken, List.of(A1, A2), 0);
    assertThat(lane.size()).isEqualTo(3);
    assertThat(lane.take(0, 10)).isEmpty();
    offer(B1);
    assertThat(lane.take(99, 10)).containsExactly(B1);
    assertThat(lane.readyIn(99)).isEqualTo(1);
    assertThat(lane.take(100, 10)).containsExactly(A1, A2, A3);
  }

  @Test
  void thePauseGrowsToALimitAndBeginsAnewAfterASuccess() {
    offer(A1);
    long now = 0;
    long[] expected = {100, 200, 400, 800, 1_600, 3_000, 3_000};
    for (long pause : expected) {
      List<Report> taken = lane.take(now, 10);
      assertThat(taken).containsExactly(A1);
      lane.settle(taken, taken, now);
      assertThat(lane.readyIn(now)).isEqualTo(pause);
      now += pause;
    }
    List<Report> taken = lane.take(now, 10);
    offer(A2);
    lane.settle(taken, List.of(), now);
    taken = lane.take(now, 10);
    lane.settle(taken, taken, now);
    assertThat(lane.readyIn(now)).isEqualTo(100);
  }

  @Test
  void isBounded() {
    offer(A1, A2, A3, A1, A2);
    assertThat(lane.offer(B1)).isFalse();
    List<Report> taken = lane.take(0, 10);
    assertThat(lane.offer(B1)).as("what is on its way counts").isFalse();
    lane.settle(taken, List.of(), 0);
    assertThat(lane.offer(B1)).isTrue();
  }

  @Test
  void aBatchTakesNoMoreThanItMayAndTheRestOfAUserFollows() {
    offer(A1, A2, A3, B1);
    List<Report> taken = lane.take(0, 2);
    assertThat(taken).containsExactly(A1, A2);
    assertThat(lane.take(0, 2)).containsExactly(B1);
    lane.settle(taken, List.of(A2), 0);
    assertThat(lane.take(100, 2)).containsExactly(A2, A3);
  }
}
