package io.presence.endtoend.fuzz;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client who does nothing wrong, while others do: asks again and again, and takes the time. */
final class Bystander implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Wire wire;
  private final String ids;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile boolean over;
  private volatile String failure = "";

  Bystander(LiveStack stack, String user) {
    wire = Wire.join(stack.gateway(0), stack.token(user), "device_id=phone");
    ids = "{\"user_ids\":[\"" + user + "\"]}";
    thread = Thread.ofVirtual().name("bystander").start(this::ask);
  }

  private void ask() {
    while (!over) {
      long begun = System.nanoTime();
      try {
        wire.ask("get_presence", ids);
      } catch (AssertionError e) {
        failure = String.valueOf(e);
        return;
      }
      nanos.add(System.nanoTime() - begun);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Empty when every question was answered. */
  String failure() {
    return failure;
  }

  int asked() {
    return nanos.size();
  }

  /** How long the answers took, at the given share of them. */
  long millis(double share) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.isEmpty()
        ? Long.MAX_VALUE
        : TimeUnit.NANOSECONDS.toMillis(
            sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share)));
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wire.close();
  }
}
