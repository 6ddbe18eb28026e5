package io.presence.simulation.weave;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** What woven classes call in place of the real thing. Same arguments, same answers. */
public final class Hooks {
  /** The time of day at which every simulation begins: 2026-01-01T00:00:00Z. */
  public static final long BEGINNING_MILLIS = 1_767_225_600_000L;

  private static final Thread CURRENT = new FiberThread("current", () -> {});

  private Hooks() {}

  private static Scheduler scheduler() {
    return Scheduler.current();
  }

  // Time.

  public static long nanoTime() {
    Scheduler scheduler = scheduler();
    Machine machine = scheduler.context();
    return machine == null ? scheduler.now() : machine.nanoTime();
  }

  /** In libraries, which may ask on threads of their own. */
  public static long libraryNanoTime() {
    return scheduler().now();
  }

  public static long libraryMillis() {
    return BEGINNING_MILLIS + scheduler().nowMillis();
  }

  public static long currentTimeMillis() {
    Machine machine = scheduler().context();
    return BEGINNING_MILLIS
        + scheduler().nowMillis()
        + (machine == null ? 0 : machine.clockOffset());
  }

  public static Instant instantNow() {
    return Instant.ofEpochMilli(currentTimeMillis());
  }

  public static void sleep(long millis) {
    scheduler().sleep(millis * 1_000_000);
  }

  public static void sleep(Duration duration) {
    scheduler().sleep(duration.toNanos());
  }

  public static void unitSleep(TimeUnit unit, long time) {
    scheduler().sleep(unit.toNanos(time));
  }

  public static void parkNanos(Object blocker, long nanos) {
    scheduler().sleep(nanos);
  }

  public static void parkNanos(long nanos) {
    scheduler().sleep(nanos);
  }

  public static void unpark(Thread thread) {}

  // Threads.

  public static FiberBuilder thread() {
    return new FiberBuilder.Fibers();
  }

  /** Nobody interrupts anybody: processes are killed. */
  public static Thread currentThread() {
    return CURRENT;
  }

  /** What libraries leave to threads of their own is done at once. */
  public static ForkJoinPool commonPool() {
    return AtOnce.POOL;
  }

  // Monitors.

  public static void objectwait(Object on) {
    scheduler().await(on, 0);
  }

  public static void objectwait(Object on, long millis) {
    scheduler().await(on, millis * 1_000_000);
  }

  public static void objectnotifyAll(Object on) {
    scheduler().wake(on);
  }

  public static void objectnotify(Object on) {
    scheduler().wake(on);
  }

  // Futures.

  public static Object join(CompletableFuture<?> future) {
    done(future, 0);
    return future.join();
  }

  public static Object get(CompletableFuture<?> future)
      throws ExecutionException, InterruptedException {
    done(future, 0);
    return future.get();
  }

  public static Object get(CompletableFuture<?> future, long time, TimeUnit unit)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (!done(future, unit.toNanos(time))) {
      throw new TimeoutException();
    }
    return future.get();
  }

  public static Object get(Future<?> future) throws ExecutionException, InterruptedException {
    return get((CompletableFuture<?>) future);
  }

  public static Object get(Future<?> future, long time, TimeUnit unit)
      throws ExecutionException, InterruptedException, TimeoutException {
    return get((CompletableFuture<?>) future, time, unit);
  }

  private static boolean done(CompletableFuture<?> future, long nanos) {
    if (!future.isDone()) {
      Scheduler scheduler = scheduler();
      Object signal = new Object();
      var _ = future.whenComplete((answer, failure) -> scheduler.wake(signal));
      scheduler.await(signal, nanos);
    }
    return future.isDone();
  }

  public static Executor delayedExecutor(long delay, TimeUnit unit) {
    Machine machine = FiberExecutors.here();
    return task ->
        scheduler().in(unit.toNanos(delay), machine, () -> machine.spawn("delayed", task));
  }

  public static boolean latchAwait(CountDownLatch latch, long time, TimeUnit unit) {
    scheduler().sleep(unit.toNanos(time));
    return latch.getCount() == 0;
  }

  // Queues.

  /** Nobody needs to look whether a queue is still empty: whoever adds says so. */
  public static Object poll(BlockingQueue<?> queue, long time, TimeUnit unit) {
    return take(queue);
  }

  public static Object take(BlockingQueue<?> queue) {
    for (Object first = queue.poll(); ; first = queue.poll()) {
      if (first != null) {
        return first;
      }
      scheduler().await(queue, 0);
    }
  }

  public static <T> boolean offer(BlockingQueue<T> queue, Object added) {
    @SuppressWarnings("unchecked")
    boolean offered = queue.offer((T) added);
    scheduler().wake(queue);
    return offered;
  }

  public static void acquire(Semaphore semaphore) {
    while (!semaphore.tryAcquire()) {
      scheduler().await(semaphore, 0);
    }
  }

  public static boolean tryAcquire(Semaphore semaphore) {
    return semaphore.tryAcquire();
  }

  public static boolean tryAcquire(Semaphore semaphore, long time, TimeUnit unit) {
    if (!semaphore.tryAcquire()) {
      scheduler().await(semaphore, unit.toNanos(time));
      return semaphore.tryAcquire();
    }
    return true;
  }

  public static void release(Semaphore semaphore) {
    semaphore.release();
    scheduler().wake(semaphore);
  }

  // Collections whose order would differ from process to process.

  public static Set<Object> setOf(Object... all) {
    return new LinkedHashSet<>(Arrays.asList(all));
  }

  public static Set<Object> setOf() {
    return new LinkedHashSet<>();
  }

  public static Set<Object> setOf(Object a) {
    return setOf(new Object[] {a});
  }

  public static Set<Object> setOf(Object a, Object b) {
    return setOf(new Object[] {a, b});
  }

  public static Set<Object> setOf(Object a, Object b, Object c) {
    return setOf(new Object[] {a, b, c});
  }

  public static Set<Object> setOf(Object a, Object b, Object c, Object d) {
    return setOf(new Object[] {a, b, c, d});
  }

  public static Set<Object> setCopyOf(Collection<?> all) {
    return new LinkedHashSet<>(all);
  }

  public static Map<Object, Object> mapOf() {
    return new LinkedHashMap<>();
  }

  public static Map<Object, Object> mapOf(Object key, Object value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  public static Map<Object, Object> mapOf(Object k, Object v, Object k2, Object v2) {
    Map<Object, Object> map = mapOf(k, v);
    map.put(k2, v2);
    return map;
  }

  public static Map<Object, Object> mapOf(
      Object k, Object v, Object k2, Object v2, Object k3, Object v3) {
    Map<Object, Object> map = mapOf(k, v, k2, v2);
    map.put(k3, v3);
    return map;
  }

  public static Map<Object, Object> mapOf(
      Object k, Object v, Object k2, Object v2, Object k3, Object v3, Object k4, Object v4) {
    Map<Object, Object> map = mapOf(k, v, k2, v2, k3, v3);
    map.put(k4, v4);
    return map;
  }

  public static Map<Object, Object> mapOf(
      Object k,
      Object v,
      Object k2,
      Object v2,
      Object k3,
      Object v3,
      Object k4,
      Object v4,
      Object k5,
      Object v5) {
    Map<Object, Object> map = mapOf(k, v, k2, v2, k3, v3, k4, v4);
    map.put(k5, v5);
    return map;
  }

  public static Map<Object, Object> mapCopyOf(Map<?, ?> map) {
    return new LinkedHashMap<>(map);
  }

  public static Collector<Object, ?, Set<Object>> toSet() {
    return Collectors.toCollection(LinkedHashSet::new);
  }

  public static Collector<Object, ?, Set<Object>> toUnmodifiableSet() {
    return toSet();
  }

  public static Collector<Object, ?, Map<Object, Object>> toMap(
      Function<Object, Object> key, Function<Object, Object> value) {
    return toMap(
        key,
        value,
        (one, other) -> {
          throw new IllegalStateException("two values for one key: " + one + ", " + other);
        });
  }

  public static Collector<Object, ?, Map<Object, Object>> toMap(
      Function<Object, Object> key, Function<Object, Object> value, BinaryOperator<Object> merge) {
    return Collectors.toMap(key, value, merge, LinkedHashMap::new);
  }

  public static Collector<Object, ?, Map<Object, Object>> toUnmodifiableMap(
      Function<Object, Object> key, Function<Object, Object> value) {
    return toMap(key, value);
  }

  /** A copy, for who changes a collection while others walk over it. */
  static <T> List<T> copy(Collection<T> all) {
    return new ArrayList<>(all);
  }
}
