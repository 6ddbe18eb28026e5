package io.presence.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that empties a bounded queue, in order, in batches of what is there. A batch that
 * fails is logged and left; the thread goes on.
 */
final class QueueThread<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueThread.class);
  private static final long DRAIN_MILLIS = 2_000;

  private final BlockingQueue<T> queue;
  private final int batchSize;
  private final Consumer<List<T>> work;
  private final Thread thread;
  private volatile boolean closing;

  private QueueThread(String name, BlockingQueue<T> queue, int batchSize, Consumer<List<T>> work) {
    this.queue = queue;
    this.batchSize = batchSize;
    this.work = work;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  static <T> QueueThread<T> start(
      String name, BlockingQueue<T> queue, int batchSize, Consumer<List<T>> work) {
    QueueThread<T> started = new QueueThread<>(name, queue, batchSize, work);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        T first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<T> batch = new ArrayList<>();
          batch.add(first);
          queue.drainTo(batch, batchSize - 1);
          work(batch);
        }
      }
    } catch (InterruptedException e) {
      // Closed, and out of time: what is left in the queue is dropped.
      Thread.currentThread().interrupt();
    }
  }

  private void work(List<T> batch) {
    try {
      work.accept(batch);
    } catch (RuntimeException e) {
      LOG.error("{} could not do {} of its entries", thread.getName(), batch.size(), e);
    }
  }

  /** Lets the thread finish what is queued, for at most two seconds. Idempotent. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(java.time.Duration.ofMillis(DRAIN_MILLIS))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
