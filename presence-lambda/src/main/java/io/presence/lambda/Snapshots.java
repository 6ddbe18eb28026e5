package io.presence.lambda;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a function runs: started with the function, closed before Lambda takes a snapshot of
 * it (SnapStart), and started again in whatever comes out of the snapshot. All of it, rather than
 * its connections one by one: a snapshot may be weeks old and is restored many times, so nothing
 * that has an address, a password or randomness in it may survive. What does survive is what makes
 * starting slow, loaded and linked classes.
 *
 * <p>Without SnapStart neither hook is called. Lambda calls hooks and invocations from one thread.
 */
public final class Snapshots<T extends Snapshots.Service> implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Supplier<T> start;
  private volatile @Nullable T running;

  private Snapshots(Supplier<T> start) {
    this.start = start;
  }

  /**
   * Starts it. The caller must keep what is returned: Lambda only holds it weakly.
   *
   * @throws RuntimeException whatever kept it from starting: Lambda tries again
   */
  public static <T extends Service> Snapshots<T> start(Supplier<T> start) {
    Snapshots<T> snapshots = new Snapshots<>(start);
    snapshots.running = start.get();
    Core.getGlobalContext().register(snapshots);
    return snapshots;
  }

  /** What runs now. */
  public T service() {
    T now = running;
    if (now == null) {
      throw new IllegalStateException("asked between a snapshot and its restoring");
    }
    return now;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    T closing = service();
    closing.prime();
    running = null;
    closing.close();
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    long began = System.nanoTime();
    running = start.get();
    LOG.info(
        "Started from a snapshot in {} ms",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  /** A function's beans and connections. */
  public interface Service extends AutoCloseable {
    /** Does once what an invocation does, to no effect, so that its classes are in the snapshot. */
    void prime();

    @Override
    void close();
  }
}
