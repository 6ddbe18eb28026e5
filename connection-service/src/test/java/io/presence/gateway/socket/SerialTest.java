package io.presence.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialTest {
  private static final int MAX_WAITING = 3;
  private static final int MAX_BYTES = 100;

  private final List<Runnable> started = new ArrayList<>();
  private final List<Integer> ran = new ArrayList<>();
  private final List<Throwable> failed = new ArrayList<>();
  private final Serial serial = new Serial(started::add, MAX_WAITING, MAX_BYTES, failed::add);

  @Test
  void runsInOrderOnOneThreadAtATime() {
    for (int i = 0; i < 3; i++) {
      int task = i;
      assertThat(serial.offer(() -> ran.add(task), 1)).isTrue();
    }
    assertThat(started).hasSize(1);
    started.getFirst().run();
    assertThat(ran).containsExactly(0, 1, 2);
    serial.offer(() -> ran.add(3), 1);
    assertThat(started).hasSize(2);
    started.getLast().run();
    assertThat(ran).containsExactly(0, 1, 2, 3);
  }

  @Test
  void holdsNoMoreThanMayWait() {
    for (int i = 0; i < MAX_WAITING; i++) {
      assertThat(serial.offer(() -> {}, 1)).isTrue();
    }
    assertThat(serial.offer(() -> {}, 1)).isFalse();
    started.getFirst().run();
    assertThat(serial.offer(() -> {}, 1)).isTrue();
  }

  @Test
  void holdsNoMoreBytesThanMayWait() {
    assertThat(serial.offer(() -> ran.add(1), MAX_BYTES - 1)).isTrue();
    assertThat(serial.offer(() -> ran.add(2), 2)).isFalse();
    assertThat(serial.offer(() -> ran.add(3), 1)).isTrue();
    assertThat(serial.offer(() -> ran.add(4), 1)).isFalse();
    started.getFirst().run();
    assertThat(ran).containsExactly(1, 3);
    assertThat(serial.offer(() -> ran.add(5), MAX_BYTES)).isTrue();
  }

  @Test
  void whatFailsIsToldAndTheNextOneRuns() {
    for (Throwable cause : List.of(new IllegalStateException("one"), new AssertionError("two"))) {
      serial.offer(
          () -> {
            throwAny(cause);
          },
          1);
    }
    serial.offer(() -> ran.add(3), 1);
    started.getFirst().run();
    assertThat(failed).extracting(Throwable::getMessage).containsExactly("one", "two");
    assertThat(ran).containsExactly(3);
    serial.offer(() -> ran.add(4), 1);
    started.getLast().run();
    assertThat(ran).containsExactly(3, 4);
  }

  private static void throwAny(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) cause;
  }

  @Test
  void forgetsWhatWaitsWhenItIsClosed() {
    serial.offer(() -> ran.add(1), 1);
    serial.close();
    started.getFirst().run();
    assertThat(ran).isEmpty();
    assertThat(serial.offer(() -> ran.add(2), 1)).isFalse();
  }
}
