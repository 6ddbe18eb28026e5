package io.presence.simulation.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The JDK's own continuations, on which its virtual threads stand; no public API. They need {@code
 * --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}. Unlike a thread one can simply be dropped:
 * that is how a process dies without a last word.
 */
final class Continuations {
  private static final MethodHandle MAKE;
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> type = Class.forName("jdk.internal.vm.Continuation");
      Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
      Object scope = scopeType.getConstructor(String.class).newInstance("simulation");
      MAKE =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, scopeType, Runnable.class))
              .bindTo(scope)
              .asType(MethodType.methodType(Object.class, Runnable.class));
      RUN =
          lookup
              .findVirtual(type, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Object.class));
      YIELD =
          lookup
              .findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType))
              .bindTo(scope);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "run with --add-exports java.base/jdk.internal.vm=ALL-UNNAMED", e);
    }
  }

  private Continuations() {}

  static Object make(Runnable body) {
    try {
      return (Object) MAKE.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it until it yields or ends. */
  static void run(Object continuation) {
    try {
      RUN.invokeExact(continuation);
    } catch (Throwable e) {
      throw new IllegalStateException("a continuation broke", e);
    }
  }

  /** Leaves the continuation that runs, until it is run again. */
  static void leave() {
    try {
      boolean ignored = (boolean) YIELD.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("a thread cannot wait here", e);
    }
  }
}
