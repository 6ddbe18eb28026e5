package io.presence.gateway.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BacklogTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private final Backlog backlog = new Backlog(2);

  private static UserId user(int i) {
    return new UserId("u" + i);
  }

  @Test
  void aViewerWaitsOnceForAllThatTheyMustLookAt() throws Exception {
    backlog.add(ANN, user(1));
    backlog.add(BOB, user(1));
    backlog.add(ANN, user(2));
    backlog.add(ANN, user(1));
    assertThat(backlog.size()).isEqualTo(2);
    Backlog.Work work = backlog.take();
    assertThat(work.viewer()).isEqualTo(ANN);
    assertThat(work.subjects()).containsExactly(user(1), user(2));
  }

  @Test
  void whatDoesNotFitOnAPageComesBehindTheOthers() throws Exception {
    for (int i = 0; i < 3; i++) {
      backlog.add(ANN, user(i));
    }
    backlog.add(BOB, user(1));
    assertThat(backlog.take().subjects()).hasSize(2);
    assertThat(backlog.take().viewer()).isEqualTo(BOB);
    assertThat(backlog.take().subjects()).containsExactly(user(2));
  }

  @Test
  void whatWasTriedInVainWaitsForTheNextRound() throws Exception {
    backlog.again(ANN, user(1));
    backlog.add(BOB, user(1));
    assertThat(backlog.take().viewer()).isEqualTo(BOB);
    assertThat(backlog.size()).isEqualTo(1);
    backlog.nextRound();
    Backlog.Work work = backlog.take();
    assertThat(work.viewer()).isEqualTo(ANN);
    assertThat(work.subjects()).containsExactly(user(1));
    assertThat(backlog.size()).isZero();
  }
}
