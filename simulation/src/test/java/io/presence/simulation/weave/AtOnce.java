package io.presence.simulation.weave;

import java.util.concurrent.ForkJoinPool;

/** A pool without threads: whoever gives it a task runs it. */
final class AtOnce extends ForkJoinPool {
  static final AtOnce POOL = new AtOnce();

  private AtOnce() {
    super(1);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }
}
