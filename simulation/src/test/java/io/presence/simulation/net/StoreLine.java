package io.presence.simulation.net;

import io.presence.contracts.SessionReport;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine's line to Redis: everything takes its way there and back; cut off, callers wait for
 * the time-out, or are refused at once. What was asked may have happened although no answer came,
 * and of a pipeline its beginning.
 */
public final class StoreLine {
  /** As Redis is given. */
  private static final long TIMEOUT_NANOS = 2_000_000_000L;

  private final Scheduler scheduler;
  private final Weather weather;
  private final Machine machine;

  private StoreLine(Scheduler scheduler, Weather weather, Machine machine) {
    this.scheduler = scheduler;
    this.weather = weather;
    this.machine = machine;
  }

  /** The store as the machine reaches it: every call of every part of it goes over the line. */
  public static PresenceStore to(
      PresenceStore store, Scheduler scheduler, Weather weather, Machine machine) {
    StoreLine line = new StoreLine(scheduler, weather, machine);
    Map<String, Object> parts = new HashMap<>();
    for (Method part : PresenceStore.class.getMethods()) {
      parts.put(part.getName(), line.over(part.getReturnType(), answer(store, part)));
    }
    return proxy(PresenceStore.class, (self, part, none) -> parts.get(part.getName()));
  }

  private static Object answer(PresenceStore store, Method part) {
    try {
      return part.invoke(store);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T over(Class<T> type, Object target) {
    return proxy(type, (self, method, arguments) -> call(target, method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(StoreLine.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!weather.reaches(machine, Place.STORE)) {
      // A connection that is known to be down refuses at once.
      scheduler.sleep(scheduler.random().nextInt(3) == 0 ? 1_000_000 : TIMEOUT_NANOS);
      throw away();
    }
    scheduler.sleep(weather.wayNanos() / 2);
    if (!weather.reaches(machine, Place.STORE) || weather.loses("store question lost", 40)) {
      scheduler.sleep(TIMEOUT_NANOS);
      throw away();
    }
    boolean lost = weather.loses("store answer lost", 40);
    Object answer = invoke(target, method, lost ? part(arguments) : arguments);
    if (lost) {
      scheduler.sleep(TIMEOUT_NANOS);
      throw away();
    }
    // Now and then another thread comes in between before the answer has arrived.
    if (scheduler.random().nextInt(3) == 0) {
      scheduler.sleep(weather.wayNanos() / 2);
    }
    return answer;
  }

  /** Of a pipeline of reports perhaps only the beginning has come. */
  private Object @Nullable [] part(Object @Nullable [] arguments) {
    if (arguments != null
        && arguments.length == 2
        && arguments[0] instanceof List<?> all
        && !all.isEmpty()
        && all.getFirst() instanceof SessionReport) {
      return new Object[] {
        all.subList(0, 1 + scheduler.random().nextInt(all.size())), arguments[1]
      };
    }
    return arguments;
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private StoreUnavailableException away() {
    weather.storeFailed(machine);
    return new StoreUnavailableException(
        "the store does not answer", new IllegalStateException("simulated"));
  }
}
