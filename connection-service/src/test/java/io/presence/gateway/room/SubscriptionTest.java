package io.presence.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.RoomId;
import io.presence.gateway.session.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SubscriptionTest {
  private final Subscription one = new Subscription(new RoomId("hall"), TestSession.begin());
  private final List<Long> sent = new ArrayList<>();

  @Test
  void countsNeverGoBack() {
    assertThat(tell(5)).isTrue();
    assertThat(tell(4)).isFalse();
    assertThat(tell(5)).isTrue();
    assertThat(sent).containsExactly(5L, 5L);
  }

  @Test
  void nothingIsSentAfterTheEnd() {
    one.end();
    assertThat(tell(5)).isFalse();
    assertThat(sent).isEmpty();
  }

  /** Whoever has ended it says so next: what was being sent has to be before that. */
  @Test
  void theEndWaitsForWhatIsBeingSent() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread teller =
        Thread.ofPlatform()
            .start(() ->
                one.tell(
                    5,
                    () -> {
                      sending.countDown();
                      awaitQuietly(written);
                      sent.add(5L);
                    }));
    sending.await();
    Thread ending =
        Thread.ofPlatform()
            .start(() -> {
              one.end();
              sent.add(-1L);
            });
    await().until(() -> ending.getState() == Thread.State.BLOCKED || !ending.isAlive());
    written.countDown();
    teller.join();
    ending.join();
    assertThat(sent).containsExactly(5L, -1L);
  }

  private boolean tell(long version) {
    return one.tell(version, () -> sent.add(version));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
