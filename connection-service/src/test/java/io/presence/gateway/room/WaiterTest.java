package io.presence.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaiterTest {
  private final Waiter waiter = new Waiter();

  private static RoomCounts.Count asOf(long version) {
    return new RoomCounts.Count(
        new RoomPresence(new RoomId("hall"), 1, 0, 0, 2, List.of()), version);
  }

  @Test
  void aCountFromBeforeTheQuestionDoesNotAnswerIt() throws Exception {
    waiter.asked(100);
    waiter.offer(asOf(99));
    assertThat(waiter.isDone()).isFalse();
    waiter.offer(asOf(100));
    assertThat(waiter.get(0)).isEqualTo(asOf(100));
  }

  @Test
  void anAnswerMayComeBeforeTheStoreHasSaidWhenItWasAsked() throws Exception {
    waiter.offer(asOf(100));
    waiter.offer(asOf(98));
    assertThat(waiter.isDone()).isFalse();
    waiter.asked(99);
    assertThat(waiter.get(0)).isEqualTo(asOf(100));
  }

  @Test
  void askedAgainTheFirstTimeCounts() throws Exception {
    waiter.asked(100);
    waiter.asked(200);
    waiter.offer(asOf(150));
    assertThat(waiter.get(0)).isEqualTo(asOf(150));
  }
}
