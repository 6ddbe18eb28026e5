package io.presence.simulation.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The one queue of everything that will happen, and the virtual clock. What happens at the same
 * nanosecond happens in the order in which it was asked for. Confined to one real thread, of which
 * it is the current one; other threads have theirs.
 */
public final class Scheduler {
  private static final ThreadLocal<@Nullable Scheduler> CURRENT = new ThreadLocal<>();

  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final IdentityHashMap<Object, List<Waiting>> waiting = new IdentityHashMap<>();
  private final IdentityHashMap<Machine, List<Event>> deferred = new IdentityHashMap<>();
  private final Failures failures;
  private long now;
  private long sequence;
  private long steps;
  private boolean stopped;
  private @Nullable Fiber running;
  private @Nullable Machine context;

  /** Told of a thread that died of something unexpected. */
  public interface Failures {
    void died(Machine machine, String thread, Throwable cause);
  }

  private record Event(long at, long sequence, @Nullable Machine machine, int life, Runnable task)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private record Waiting(Fiber fiber, long turn) {}

  /** Makes it the current one of this thread. */
  public Scheduler(long seed, Failures failures) {
    this.random = new Random(seed);
    this.failures = failures;
    CURRENT.set(this);
  }

  /** The one that runs. */
  public static Scheduler current() {
    Scheduler scheduler = CURRENT.get();
    if (scheduler == null) {
      throw new IllegalStateException("no simulation runs");
    }
    return scheduler;
  }

  /** Nanoseconds since the beginning. */
  public long now() {
    return now;
  }

  public long nowMillis() {
    return now / 1_000_000;
  }

  public long steps() {
    return steps;
  }

  public Random random() {
    return random;
  }

  /** Whose code runs; null for the world's. */
  public @Nullable Machine context() {
    return context;
  }

  /** Something that the world does. */
  public void in(long nanos, Runnable task) {
    events.add(new Event(now + Math.max(0, nanos), sequence++, null, 0, task));
  }

  /** Something that a machine does, if it still lives by then. */
  public void in(long nanos, Machine machine, Runnable task) {
    events.add(new Event(now + Math.max(0, nanos), sequence++, machine, machine.life(), task));
  }

  /** Runs until that moment, and stands there; or until somebody says {@link #stop}. */
  public void runUntil(long moment) {
    for (Event next = events.peek();
        !stopped && next != null && next.at <= moment;
        next = events.peek()) {
      events.remove();
      now = Math.max(now, next.at);
      happen(next);
    }
    if (!stopped) {
      now = moment;
    }
  }

  /** Nothing happens any more. */
  public void stop() {
    stopped = true;
  }

  private void happen(Event event) {
    Machine machine = event.machine;
    if (machine != null) {
      if (!machine.isAlive() || machine.life() != event.life) {
        return;
      }
      if (machine.isFrozen()) {
        deferred.computeIfAbsent(machine, key -> new ArrayList<>()).add(event);
        return;
      }
    }
    steps++;
    context = machine;
    try {
      event.task.run();
    } finally {
      context = null;
      running = null;
    }
  }

  /** What would have happened while it was frozen happens now, in its order. */
  void thawed(Machine machine) {
    List<Event> waited = deferred.remove(machine);
    if (waited != null) {
      for (Event event : waited) {
        events.add(new Event(now, event.sequence, machine, event.life, event.task));
      }
    }
  }

  void run(Fiber fiber) {
    running = fiber;
    fiber.go();
    running = null;
  }

  void died(Machine machine, String thread, Throwable cause) {
    failures.died(machine, thread, cause);
  }

  private Fiber running() {
    Fiber fiber = running;
    if (fiber == null) {
      throw new IllegalStateException("this must not block: it is not on a thread of its own");
    }
    return fiber;
  }

  /** The thread that runs waits. */
  public void sleep(long nanos) {
    Fiber fiber = running();
    long turn = fiber.turn();
    in(nanos, fiber.machine(), () -> resume(fiber, turn));
    fiber.leave();
  }

  /**
   * The thread that runs waits until somebody calls {@link #wake} with the same object, or so long.
   *
   * @param nanos 0 for as long as it takes
   */
  public void await(Object on, long nanos) {
    Fiber fiber = running();
    long turn = fiber.turn();
    List<Waiting> others = waiting.computeIfAbsent(on, key -> new ArrayList<>(1));
    // Those whose time ran out are not missed.
    others.removeIf(each -> each.fiber.turn() != each.turn);
    others.add(new Waiting(fiber, turn));
    if (nanos > 0) {
      in(nanos, fiber.machine(), () -> resume(fiber, turn));
    }
    fiber.leave();
  }

  /** Wakes all who wait on it. */
  public void wake(Object on) {
    List<Waiting> woken = waiting.remove(on);
    if (woken != null) {
      for (Waiting each : woken) {
        if (each.fiber.turn() == each.turn) {
          in(0, each.fiber.machine(), () -> resume(each.fiber, each.turn));
        }
      }
    }
  }

  private void resume(Fiber fiber, long turn) {
    if (fiber.turn() == turn) {
      run(fiber);
    }
  }
}
