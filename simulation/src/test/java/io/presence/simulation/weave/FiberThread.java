package io.presence.simulation.weave;

import io.presence.simulation.engine.Machine;

/** A handle of a simulated thread: never started as a real one. */
final class FiberThread extends Thread {
  private final Machine machine;
  private final Runnable body;

  FiberThread(String name, Runnable body) {
    super(name);
    this.machine = name.equals("current") ? null : FiberExecutors.here();
    this.body = body;
  }

  @Override
  public void start() {
    machine.spawn(getName(), body);
  }

  @Override
  public boolean isInterrupted() {
    return false;
  }

  @Override
  public void interrupt() {}
}
