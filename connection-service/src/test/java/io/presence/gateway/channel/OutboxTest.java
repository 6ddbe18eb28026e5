package io.presence.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.gateway.channel.Outbox.Added;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int FRAME = 1_000;
  private static final int COST = FRAME + Outbox.OVERHEAD_BYTES;
  private final Outbox outbox = new Outbox(1_000, 10 * COST);

  @Test
  void whatWaitsNeverCostsMoreThanTheBound() {
    long most = 0;
    int full = 0;
    for (int i = 0; i < 1_000_000; i++) {
      full += outbox.add(i % 13, new byte[FRAME]) == Added.FULL ? 1 : 0;
      most = Math.max(most, outbox.bytes());
    }
    assertThat(most).isEqualTo(10L * COST);
    assertThat(full).isPositive();
  }

  @Test
  void aFrameAloneMayBeLargerThanTheBound() {
    assertThat(outbox.add(null, new byte[11 * COST])).isEqualTo(Added.FIRST);
    assertThat(outbox.add(null, new byte[1])).isEqualTo(Added.FULL);
  }

  @Test
  void theBoundOfFramesHoldsWhateverTheirSize() {
    Outbox few = new Outbox(2, 1_000_000);
    few.add("a", new byte[1]);
    few.add("b", new byte[1]);
    assertThat(few.add("a", new byte[1])).isEqualTo(Added.REPLACED);
    assertThat(few.add("c", new byte[1])).isEqualTo(Added.FULL);
  }

  @Test
  void aMarkIsReachedBehindWhatWasAddedBeforeIt() {
    CompletableFuture<Void> mark = new CompletableFuture<>();
    outbox.add("a", new byte[1]);
    outbox.mark(mark);
    outbox.add("a", new byte[2]);
    assertThat(outbox.next(true)).as("what was before it has been replaced").isNotNull();
    assertThat(outbox.next(true)).as("a frame stays").isNull();
    assertThat(outbox.next(false)).isNotNull();
    assertThat(outbox.next(false)).isNull();
    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.add("a", new byte[1])).isEqualTo(Added.FIRST);
  }

  @Test
  void nobodyWaitsForAMarkThatCannotBeReached() {
    CompletableFuture<Void> cleared = new CompletableFuture<>();
    CompletableFuture<Void> late = new CompletableFuture<>();
    outbox.mark(cleared);
    outbox.close();
    outbox.mark(late);
    assertThat(cleared).isDone();
    assertThat(late).isDone();
    assertThat(outbox.add(null, new byte[1])).isEqualTo(Added.CLOSED);
  }
}
