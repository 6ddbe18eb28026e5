package io.presence.simulation.weave;

import java.util.concurrent.ThreadFactory;

/** As {@link Thread.Builder}, of threads of the machine that asks. */
public interface FiberBuilder {
  FiberBuilder name(String name);

  FiberBuilder name(String name, long start);

  FiberBuilder daemon();

  Thread unstarted(Runnable body);

  Thread start(Runnable body);

  ThreadFactory factory();

  /** The only one. */
  final class Fibers implements FiberBuilder {
    private String name = "thread";

    @Override
    public FiberBuilder name(String name) {
      this.name = name;
      return this;
    }

    @Override
    public FiberBuilder name(String name, long start) {
      this.name = name;
      return this;
    }

    @Override
    public FiberBuilder daemon() {
      return this;
    }

    @Override
    public Thread unstarted(Runnable body) {
      return new FiberThread(name, body);
    }

    @Override
    public Thread start(Runnable body) {
      Thread thread = unstarted(body);
      thread.start();
      return thread;
    }

    @Override
    public ThreadFactory factory() {
      return this::unstarted;
    }
  }
}
