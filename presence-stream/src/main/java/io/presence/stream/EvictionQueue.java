package io.presence.stream;

import io.presence.contracts.Delivery;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Takes evictions from threads that may not wait, and writes them from one that may. */
final class EvictionQueue implements AutoCloseable {
  private static final int CAPACITY = 1_000;

  private final BlockingQueue<Delivery> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final StreamMetrics metrics;
  private final QueueThread<Delivery> thread;

  EvictionQueue(StreamMetrics metrics, Consumer<Delivery> write) {
    this.metrics = metrics;
    metrics.queue("evict", queue);
    this.thread = QueueThread.start("evictions", queue, 1, batch -> batch.forEach(write));
  }

  void add(Delivery delivery) {
    if (!queue.offer(delivery)) {
      metrics.deliverySettled(delivery.kind(), false);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
