package io.presence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReceiptsTest {
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Receipts receipts = new Receipts();

  @Test
  void nothingSentIsAllAcknowledged() throws InterruptedException {
    assertThat(receipts.allAcknowledged(LONG)).isTrue();
  }

  @Test
  void waitsForTheLastOne() throws InterruptedException {
    Settlement first = receipts.expect();
    Settlement last = receipts.expect();
    first.settled(true);
    assertThat(receipts.allAcknowledged(SHORT)).isFalse();
    Thread.ofVirtual().start(() -> last.settled(true));
    assertThat(receipts.allAcknowledged(LONG)).isTrue();
  }

  @Test
  void oneLostRecordIsNotAllAcknowledged() throws InterruptedException {
    receipts.expect().settled(true);
    receipts.expect().settled(false);
    receipts.expect().settled(true);
    assertThat(receipts.allAcknowledged(LONG)).isFalse();
  }
}
