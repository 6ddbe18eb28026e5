package io.presence.gateway.channel;

import io.presence.contracts.CloseCode;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Woven in place of {@link ClientChannel}, which is Netty's: the same promises, over the product's
 * own {@link Outbox}, on a wire to a simulated client.
 */
public final class SimulatedChannel implements Outlet {
  private static final int MAX_FRAMES = 5_000;
  private static final int MAX_BYTES = 1 << 20;
  private static final long MAX_BEHIND_NANOS = 10_000_000_000L;

  private final Machine machine;
  private final Wire wire;
  private final Outbox outbox = new Outbox(MAX_FRAMES, MAX_BYTES);
  private final Executor loop = this::later;
  private @Nullable Inbound inbound;
  private boolean closing;
  private boolean ended;
  private long behindSince = -1;

  /** The way to the client. */
  public interface Wire {
    void frame(byte[] frame);

    void ping();

    void closed(CloseCode code);

    void dropped();

    /** Whether the client's socket takes more at the moment. */
    boolean takes();
  }

  public SimulatedChannel(Machine machine, Wire wire) {
    this.machine = machine;
    this.wire = wire;
  }

  /** Before anything comes. */
  public void begin(Inbound inbound) {
    this.inbound = inbound;
  }

  private void later(Runnable task) {
    Scheduler.current().in(0, machine, task);
  }

  private Inbound inbound() {
    Inbound current = inbound;
    if (current == null) {
      throw new IllegalStateException("not begun");
    }
    return current;
  }

  // From the client, on this machine.

  public void heard() {
    if (!ended) {
      inbound().heard();
    }
  }

  public void text(byte[] message) {
    if (!ended && !closing) {
      inbound().heard();
      inbound().text(message);
    }
  }

  public void goodbye() {
    heard();
    end(Inbound.End.GOODBYE);
  }

  public void cut() {
    heard();
    end(Inbound.End.LOST);
  }

  /** The client's socket takes frames again. */
  public void takesAgain() {
    later(this::drain);
  }

  // To the client.

  @Override
  public void send(byte[] frame) {
    send(null, frame);
  }

  @Override
  public void send(@Nullable Object about, byte[] frame) {
    if (enqueue(about, frame)) {
      later(this::drain);
    }
  }

  @Override
  public boolean enqueue(@Nullable Object about, byte[] frame) {
    return switch (outbox.add(about, frame)) {
      case FIRST -> true;
      case ADDED, REPLACED, CLOSED -> false;
      case FULL -> {
        close(CloseCode.TOO_SLOW);
        yield false;
      }
    };
  }

  @Override
  public void drain() {
    if (closing) {
      outbox.clear();
      return;
    }
    boolean takes = wire.takes();
    for (var next = outbox.next(!takes); next != null; next = outbox.next(!takes)) {
      byte[] frame = next.frame();
      CompletableFuture<Void> mark = next.mark();
      if (frame != null) {
        wire.frame(frame);
      }
      if (mark != null) {
        mark.complete(null);
      }
    }
    long now = Scheduler.current().now();
    if (takes) {
      behindSince = -1;
    } else if (behindSince < 0) {
      behindSince = now;
      after(MAX_BEHIND_NANOS / 1_000_000, this::giveUp);
    }
  }

  private void giveUp() {
    if (behindSince >= 0 && Scheduler.current().now() - behindSince >= MAX_BEHIND_NANOS) {
      close(CloseCode.TOO_SLOW);
    }
  }

  @Override
  public Executor executor() {
    return loop;
  }

  @Override
  public CompletableFuture<Void> written() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    outbox.mark(written);
    later(this::drain);
    return written;
  }

  @Override
  public void ping() {
    later(() -> {
      if (!closing) {
        wire.ping();
      }
    });
  }

  @Override
  public void close(CloseCode code) {
    later(() -> {
      if (!closing) {
        drain();
        closing = true;
        end(Inbound.End.LOST);
        wire.closed(code);
      }
    });
  }

  /** Nothing that the simulation does may lead here: the run fails. */
  public void fail(Throwable cause) {
    throw new IllegalStateException("a frame of a client could not be answered", cause);
  }

  @Override
  public void drop() {
    later(() -> {
      end(Inbound.End.LOST);
      wire.dropped();
    });
  }

  private void end(Inbound.End how) {
    closing = true;
    outbox.close();
    if (!ended) {
      ended = true;
      inbound().ended(how);
    }
  }

  @Override
  public Runnable after(long millis, Runnable task) {
    boolean[] cancelled = new boolean[1];
    Scheduler.current()
        .in(
            millis * 1_000_000,
            machine,
            () -> {
              if (!cancelled[0]) {
                task.run();
              }
            });
    return () -> cancelled[0] = true;
  }
}
