package io.presence.simulation.weave;

import io.presence.simulation.engine.Scheduler;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A lock that nobody can contend for: no thread waits while it holds one, but on its condition. */
public final class FiberLock {
  public void lock() {}

  public void lockInterruptibly() {}

  public void unlock() {}

  public Condition newCondition() {
    return new Signal();
  }

  @SuppressWarnings("WaitNotInLoop") // its callers do
  private static final class Signal implements Condition {
    @Override
    public void await() {
      Scheduler.current().await(this, 0);
    }

    @Override
    public boolean await(long time, TimeUnit unit) {
      // Long.MAX_VALUE is for ever.
      long nanos = unit.toNanos(time);
      Scheduler.current().await(this, nanos == Long.MAX_VALUE ? 0 : Math.max(1, nanos));
      return true;
    }

    @Override
    public void awaitUninterruptibly() {
      await();
    }

    @Override
    public long awaitNanos(long nanos) {
      await(nanos, TimeUnit.NANOSECONDS);
      return 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public void signal() {
      Scheduler.current().wake(this);
    }

    @Override
    public void signalAll() {
      Scheduler.current().wake(this);
    }
  }
}
