package io.presence.simulation.weave;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Threads of a machine: one for each task, or one for all of them in order. */
public final class FiberPool extends AbstractExecutorService implements ScheduledExecutorService {
  private final Machine machine;
  private final boolean perTask;
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private boolean busy;

  public FiberPool(Machine machine, boolean perTask) {
    this.machine = machine;
    this.perTask = perTask;
  }

  @Override
  public void execute(Runnable task) {
    if (perTask) {
      machine.spawn("task", task);
      return;
    }
    queue.add(task);
    if (!busy) {
      busy = true;
      machine.spawn("pool", this::work);
    }
  }

  private void work() {
    try {
      for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
        task.run();
      }
    } finally {
      busy = false;
    }
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    execute(() -> {
      try {
        future.complete(task.call());
      } catch (Throwable e) {
        future.completeExceptionally(e);
      }
    });
    return future;
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) {
    List<Future<T>> futures = new ArrayList<>();
    tasks.forEach(task -> futures.add(submit(task)));
    for (Future<T> future : futures) {
      try {
        Hooks.get(future);
      } catch (Exception ignored) {
        // Its caller asks each of them.
      }
    }
    return futures;
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    machine.spawn(
        "scheduled",
        () -> {
          Scheduler scheduler = Scheduler.current();
          if (initialDelay > 0) {
            scheduler.sleep(unit.toNanos(initialDelay));
          }
          while (true) {
            task.run();
            scheduler.sleep(unit.toNanos(delay));
          }
        });
    return new Never();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(task, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Scheduler.current()
        .in(unit.toNanos(delay), machine, () -> machine.spawn("scheduled once", task));
    return new Never();
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody asks for it");
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  /** Goes on for as long as its machine lives. */
  private static final class Never extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
