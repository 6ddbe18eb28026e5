package io.presence.gateway.socket;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in order, on threads of an executor; holds a thread only while
 * there is something to do. Bounded, thread-safe.
 */
final class Serial {
  /** Frames of one client that may wait. */
  static final int MAX_WAITING = 32;

  private final Executor executor;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
  private boolean running;
  private boolean closed;

  Serial(Executor executor) {
    this.executor = executor;
  }

  /**
   * @return false when too many wait, or after {@link #close}
   */
  boolean offer(Runnable task) {
    synchronized (this) {
      if (closed || waiting.size() >= MAX_WAITING) {
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
      task.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }
}
