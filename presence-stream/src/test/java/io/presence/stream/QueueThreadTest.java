package io.presence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QueueThreadTest {
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

  @Test
  void batchesWhatIsThereInOrderAndNeverMoreThanTheLimit() {
    var queue = new ArrayBlockingQueue<>(100, false, IntStream.range(0, 7).boxed().toList());
    QueueThread.start("test", queue, 3, batches::add).close();
    assertThat(batches).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
  }

  @Test
  void aBatchThatFailsDoesNotEndTheThread() {
    var queue = new ArrayBlockingQueue<>(100, false, List.of(1, 2));
    var thread =
        QueueThread.start(
            "test",
            queue,
            1,
            batch -> {
              batches.add(batch);
              throw new IllegalStateException("on purpose");
            });
    thread.close();
    assertThat(batches).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void workThatHangsDoesNotHoldTheClosing() throws InterruptedException {
    var queue = new ArrayBlockingQueue<>(100, false, List.of(1, 2));
    CountDownLatch interrupted = new CountDownLatch(1);
    var thread =
        QueueThread.start(
            "test",
            queue,
            1,
            batch -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
              }
            });
    thread.close();
    interrupted.await();
  }
}
