package io.presence.simulation;

import io.presence.simulation.world.Run;
import io.presence.simulation.world.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seeds one after another, by as many threads as there are cores. A run is one thread's, from its
 * first event to its last; what comes of all of them does not depend on who ran which: seeds are
 * taken in order, and those that were taken are run to their end.
 */
final class Seeds {
  private final long end;
  private final int mostFailed;
  private final Map<String, Integer> faults = new TreeMap<>();
  private final TreeMap<Long, Violation> failed = new TreeMap<>();
  private long next;
  private long steps;
  private long virtualMillis;
  private @Nullable Throwable broken;

  Seeds(long first, int runs, int mostFailed) {
    this.next = first;
    this.end = first + runs;
    this.mostFailed = mostFailed;
  }

  /** Returns when all were run, or enough have failed. */
  void run(int threads) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          Thread.ofPlatform().name("seeds-" + i).daemon().unstarted(this::runWhatIsLeft);
      thread.setContextClassLoader(loader);
      thread.start();
      all.add(thread);
    }
    try {
      for (Thread thread : all) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("not all seeds were run", e);
    }
    if (broken != null) {
      throw new IllegalStateException("the simulation broke", broken);
    }
  }

  private void runWhatIsLeft() {
    try {
      for (Long seed = take(); seed != null; seed = take()) {
        add(seed, Run.of(seed, false));
      }
    } catch (Throwable e) {
      breakOff(e);
    }
  }

  private synchronized @Nullable Long take() {
    boolean enough = next == end || failed.size() >= mostFailed || broken != null;
    return enough ? null : Long.valueOf(next++);
  }

  private synchronized void breakOff(Throwable cause) {
    broken = cause;
  }

  private synchronized void add(long seed, Run.Outcome outcome) {
    steps += outcome.steps();
    virtualMillis += outcome.virtualMillis();
    outcome.faults().forEach((kind, times) -> faults.merge(kind, times, Integer::sum));
    Violation violation = outcome.violation();
    if (violation != null) {
      failed.put(seed, violation);
    }
  }

  /** The first of them, in order. */
  List<Violation> failed() {
    return failed.values().stream().limit(mostFailed).toList();
  }

  long steps() {
    return steps;
  }

  long virtualMillis() {
    return virtualMillis;
  }

  Map<String, Integer> faults() {
    return faults;
  }
}
