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
  private final int maxBytes;
  private final Consumer<Throwable> failed;
  private final ArrayDeque<Task> waiting = new ArrayDeque<>(0);
  private int bytes;
  private boolean running;
  private boolean closed;

  /**
   * @param maxWaiting tasks beside the one that runs
   * @param maxBytes what those may hold together
   * @param failed is told why a task failed, on its thread
   */
  Serial(Executor executor, int maxWaiting, int maxBytes, Consumer<Throwable> failed) {
    this.executor = executor;
    this.maxWaiting = maxWaiting;
    this.maxBytes = maxBytes;
    this.failed = failed;
  }

  /**
   * @param length bytes that the task holds as long as it waits
   * @return false when too many or too much would wait, or after {@link #close}
   */
  boolean offer(Runnable task, int length) {
    synchronized (this) {
      if (closed || waiting.size() >= maxWaiting || bytes + length > maxBytes) {
        return false;
      }
      waiting.add(new Task(task, length));
      bytes += length;
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
    bytes = 0;
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
    Task task = waiting.poll();
    running = task != null;
    if (task == null) {
      return null;
    }
    bytes -= task.length();
    return task.runnable();
  }

  private record Task(Runnable runnable, int length) {}
}
