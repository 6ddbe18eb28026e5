package io.presence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecondRoundTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final Applied DONE = new Applied.Done(ReportResult.OK, null, List.of());
  private static final Applied NEEDS_KEPT = new Applied.NeedsKept();

  private static SessionReport of(UserId user) {
    return new SessionReport.Heard(user, new SessionId("s"), 0);
  }

  @Test
  void thereIsNoneWhenEverybodyIsKnown() {
    var second = SecondRound.of(List.of(of(ANN), of(BOB)), List.of(DONE, DONE));
    assertThat(second.isEmpty()).isTrue();
  }

  @Test
  void allReportsOfAUserFromTheFirstThatNeedsItAreAppliedAgainInOrder() {
    var reports = List.of(of(ANN), of(BOB), of(ANN), of(ANN), of(BOB));
    var second = SecondRound.of(reports, List.of(DONE, DONE, NEEDS_KEPT, DONE, NEEDS_KEPT));
    assertThat(second.positions()).containsExactly(2, 3, 4);
    assertThat(second.users()).containsExactly(ANN, BOB);
  }

  @Test
  void whoCouldNotBeAskedAboutIsLeftOut() {
    var reports = List.of(of(ANN), of(BOB), of(ANN));
    var second = SecondRound.of(reports, List.of(NEEDS_KEPT, NEEDS_KEPT, NEEDS_KEPT));
    assertThat(second.positionsOf(reports, Set.of(ANN))).containsExactly(0, 2);
    assertThat(second.positionsOf(reports, Set.of())).isEmpty();
  }
}
