package io.presence.stream;

import io.presence.contracts.Delivery;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;

/**
 * Takes evictions from threads that may not wait, and writes them from one that may. What Kafka
 * does not take is written again, a bounded number of times: the first record of a process often
 * finds a client that does not know the topic yet.
 */
final class EvictionQueue implements AutoCloseable {
  private static final int CAPACITY = 1_000;
  private static final int TRIES = 10;

  private final BlockingQueue<Eviction> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final StreamMetrics metrics;
  private final Outstanding outstanding;
  private final BiConsumer<Delivery, Settlement> publish;
  private final QueueThread<Eviction> thread;

  private record Eviction(Delivery delivery, int triesLeft) {}

  EvictionQueue(
      StreamMetrics metrics, Outstanding outstanding, BiConsumer<Delivery, Settlement> publish) {
    this.metrics = metrics;
    this.outstanding = outstanding;
    this.publish = publish;
    metrics.queue("evict", queue);
    this.thread = QueueThread.start("evictions", queue, 1, batch -> batch.forEach(this::write));
  }

  void add(Delivery delivery) {
    add(new Eviction(delivery, TRIES));
  }

  private void add(Eviction eviction) {
    outstanding.began(1);
    if (!queue.offer(eviction)) {
      outstanding.ended(1);
      metrics.deliverySettled(eviction.delivery.kind(), false);
    }
  }

  private void write(Eviction eviction) {
    publish.accept(
        eviction.delivery,
        acknowledged -> {
          if (!acknowledged && eviction.triesLeft > 1) {
            add(new Eviction(eviction.delivery, eviction.triesLeft - 1));
          }
          outstanding.ended(1);
        });
  }

  @Override
  public void close() {
    thread.close();
  }
}
