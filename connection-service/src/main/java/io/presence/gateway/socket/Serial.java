package io.presence.gateway.socket;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in order, on threads of an executor; holds a thread only while
 * there is something to do. A task that fails is told of, and the next one runs. Bounded,
 * thread-safe.
 */
final class Serial {
  private final Executor executor;
  private final int maxWaiting;
  private final Consumer<Throwable> failed;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
  private boolean running;
  private boolean closed;

  /**
   * @param maxWaiting tasks beside the one that runs
   * @param failed is told why a task failed, on its thread
   */
  Serial(Executor executor, int maxWaiting, Consumer<Throwable> failed) {
    this.executor = executor;
    this.maxWaiting = maxWaiting;
    this.failed = failed;
  }

  /**
   * @return false when too many wait, or after {@link #close}
   */
  boolean offer(Runnable task) {
    synchronized (this) {
      if (closed || waiting.size() >= maxWaiting) {
        return false;
      }
      waiting.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    executor.execute(this::run);
    return true;
  }

  /** What waits is not run any more. */
  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failed.accept(e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }
}
