package io.presence.simulation.engine;

/**
 * A process on a host of its own. Killed, its threads and all that it had in mind are gone; a
 * restart is another one.
 */
public final class Machine {
  private final Scheduler scheduler;
  private final String name;
  private final long bootNanos;
  private int life = 1;
  private boolean alive = true;
  private long frozenUntil;
  private long clockOffsetMillis;

  public Machine(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
    // Monotonic clocks begin anywhere.
    this.bootNanos = 1_000_000_000L * (1 + scheduler.random().nextInt(100_000));
  }

  public String name() {
    return name;
  }

  int life() {
    return life;
  }

  public boolean isAlive() {
    return alive;
  }

  /** As {@code kill -9}. */
  public void kill() {
    life++;
    alive = false;
  }

  /** As SIGSTOP, and SIGCONT after a while. */
  public void freeze(long nanos) {
    frozenUntil = Math.max(frozenUntil, scheduler.now() + nanos);
    scheduler.in(nanos, this::thawIfTime);
  }

  private void thawIfTime() {
    if (!isFrozen()) {
      scheduler.thawed(this);
    }
  }

  /** SIGCONT at once. */
  public void thaw() {
    frozenUntil = scheduler.now();
    scheduler.thawed(this);
  }

  public boolean isFrozen() {
    return frozenUntil > scheduler.now();
  }

  /** The time of day here is wrong by so much. */
  public void clockOffset(long millis) {
    clockOffsetMillis = millis;
  }

  public long clockOffset() {
    return clockOffsetMillis;
  }

  public long nanoTime() {
    return bootNanos + scheduler.now();
  }

  /** A thread begins, after what is going on now. */
  public void spawn(String thread, Runnable body) {
    Fiber fiber = new Fiber(this, thread, body);
    scheduler.in(0, this, () -> scheduler.run(fiber));
  }

  @Override
  public String toString() {
    return name;
  }
}
