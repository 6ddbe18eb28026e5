package io.presence.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialTest {
  private final List<Runnable> started = new ArrayList<>();
  private final List<Integer> ran = new ArrayList<>();
  private final Serial serial = new Serial(started::add);

  @Test
  void runsInOrderOnOneThreadAtATime() {
    for (int i = 0; i < 3; i++) {
      int task = i;
      assertThat(serial.offer(() -> ran.add(task))).isTrue();
    }
    assertThat(started).hasSize(1);
    started.getFirst().run();
    assertThat(ran).containsExactly(0, 1, 2);
    serial.offer(() -> ran.add(3));
    assertThat(started).hasSize(2);
    started.getLast().run();
    assertThat(ran).containsExactly(0, 1, 2, 3);
  }

  @Test
  void holdsNoMoreThanMayWait() {
    for (int i = 0; i < Serial.MAX_WAITING; i++) {
      assertThat(serial.offer(() -> {})).isTrue();
    }
    assertThat(serial.offer(() -> {})).isFalse();
    started.getFirst().run();
    assertThat(serial.offer(() -> {})).isTrue();
  }

  @Test
  void forgetsWhatWaitsWhenItIsClosed() {
    serial.offer(() -> ran.add(1));
    serial.close();
    started.getFirst().run();
    assertThat(ran).isEmpty();
    assertThat(serial.offer(() -> ran.add(2))).isFalse();
  }
}
