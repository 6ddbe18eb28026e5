package io.presence.simulation.weave;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** As {@link java.util.concurrent.Executors}, on threads of the machine that asks. */
public final class FiberExecutors {
  private FiberExecutors() {}

  public static ExecutorService newThreadPerTaskExecutor(ThreadFactory factory) {
    return new FiberPool(here(), true);
  }

  public static ExecutorService newSingleThreadExecutor(ThreadFactory factory) {
    return new FiberPool(here(), false);
  }

  public static ScheduledExecutorService newSingleThreadScheduledExecutor(ThreadFactory factory) {
    return new FiberPool(here(), false);
  }

  /** The machine whose code runs. */
  public static Machine here() {
    Machine machine = Scheduler.current().context();
    if (machine == null) {
      throw new IllegalStateException("threads belong to machines");
    }
    return machine;
  }
}
