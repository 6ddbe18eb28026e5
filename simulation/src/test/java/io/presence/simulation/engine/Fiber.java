package io.presence.simulation.engine;

/**
 * A thread of a machine. What wakes it names the turn in which it went to sleep: the first wins.
 */
public final class Fiber {
  private final Machine machine;
  private final String name;
  private final Object continuation;
  private long turn;

  Fiber(Machine machine, String name, Runnable body) {
    this.machine = machine;
    this.name = name;
    this.continuation = Continuations.make(() -> live(body));
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void live(Runnable body) {
    try {
      body.run();
    } catch (Throwable e) {
      Scheduler.current().died(machine, name, e);
    }
  }

  Machine machine() {
    return machine;
  }

  String name() {
    return name;
  }

  long turn() {
    return turn;
  }

  void go() {
    turn++;
    Continuations.run(continuation);
  }

  void leave() {
    Continuations.leave();
  }
}
