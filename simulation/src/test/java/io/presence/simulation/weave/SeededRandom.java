package io.presence.simulation.weave;

import io.presence.simulation.engine.Scheduler;
import java.util.Random;

/** All randomness is the scheduler's. */
public final class SeededRandom extends Random {
  private static final long serialVersionUID = 1;
  private static final SeededRandom CURRENT = new SeededRandom();

  public static SeededRandom current() {
    return CURRENT;
  }

  @Override
  protected int next(int bits) {
    return Scheduler.current().random().nextInt() >>> (32 - bits);
  }

  @Override
  public long nextLong(long bound) {
    return Math.floorMod(nextLong(), bound);
  }
}
