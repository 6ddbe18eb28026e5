package io.presence.gateway.channel;

import io.netty.util.concurrent.EventExecutor;
import io.presence.contracts.CloseCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream of server-sent events: frames go in as on a socket, and out as the client's
 * connection asks for them. Nothing comes in.
 *
 * <p>Owns the frames that wait; a client that takes none until they reach their bound is ended as
 * too slow a reader. Before the end comes an event {@code closed} with the code that a socket would
 * be closed with, if the client takes it. Subscribed to once, by the HTTP server, whose demand
 * bounds what it holds itself; when it never subscribes, nothing has begun. Events leave on the
 * event loop of the client's connection, where its end is noticed too: none leaves after that.
 */
public final class EventStream implements Outlet, Publisher<EventBytes>, Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final byte[] KEEP_ALIVE = {};

  private final EventExecutor loop;
  private final EventWriter events;
  private final ChannelMetrics metrics;
  private final int maxFrames;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final Life life;
  private final AtomicInteger drains = new AtomicInteger();

  private @Nullable Subscriber<? super EventBytes> subscriber;
  private long demand;
  private boolean closing;
  private boolean over;
  private @Nullable EventBytes lastWord;
  private List<CompletableFuture<Void>> awaited = List.of();

  /** What becomes of a stream, for its owner. */
  public interface Life {
    /** The server asks for it: frames may come. */
    void begun(EventStream stream);

    /** The last call, also if it has never begun to send. */
    void ended();
  }

  EventStream(
      EventExecutor loop,
      ChannelLimits limits,
      EventWriter events,
      ChannelMetrics metrics,
      Life life) {
    this.loop = loop;
    this.events = events;
    this.metrics = metrics;
    this.life = life;
    maxFrames = limits.maxPendingFrames();
  }

  @Override
  public void subscribe(Subscriber<? super EventBytes> to) {
    synchronized (this) {
      if (subscriber != null) {
        throw new IllegalStateException("a stream goes to one client");
      }
      subscriber = to;
    }
    to.onSubscribe(this);
    life.begun(this);
  }

  @Override
  public void request(long n) {
    synchronized (this) {
      demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
    }
    drainSoon();
  }

  /** The client is gone. */
  @Override
  public void cancel() {
    end();
  }

  @Override
  public void send(byte[] frame) {
    if (enqueue(frame)) {
      drainSoon();
    }
  }

  @Override
  public void send(@Nullable Object about, byte[] frame) {
    send(frame);
  }

  /** All of them wait: a stream that is behind reaches the bound of frames, and ends. */
  @Override
  public boolean enqueue(@Nullable Object about, byte[] frame) {
    synchronized (this) {
      if (closing) {
        return false;
      }
      if (waiting.size() < maxFrames) {
        boolean first = waiting.isEmpty();
        waiting.add(frame);
        return first;
      }
    }
    close(CloseCode.TOO_SLOW);
    return false;
  }

  @Override
  public Executor executor() {
    return loop;
  }

  private void drainSoon() {
    if (loop.inEventLoop()) {
      drain();
      return;
    }
    try {
      loop.execute(this::drain);
    } catch (RejectedExecutionException e) {
      // The server is going away, and its connections with it.
    }
  }

  @Override
  public void drain() {
    // An event that is taken may ask for the next one: that is one more round of this loop.
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int rounds = 1;
    do {
      while (deliver()) {}
      rounds = drains.addAndGet(-rounds);
    } while (rounds != 0);
  }

  /**
   * Takes one step.
   *
   * @return whether there may be another
   */
  private boolean deliver() {
    Subscriber<? super EventBytes> to;
    EventBytes event = null;
    boolean completed = false;
    List<CompletableFuture<Void>> taken = List.of();
    synchronized (this) {
      to = subscriber;
      if (over || to == null) {
        return false;
      }
      if (demand > 0) {
        byte[] frame = waiting.poll();
        if (frame != null) {
          event = encode(frame);
        } else {
          taken = awaited;
          awaited = List.of();
          event = lastWord;
          lastWord = null;
        }
      }
      if (event != null) {
        demand--;
      } else if (closing) {
        over = true;
        completed = true;
      }
    }
    taken.forEach(waiting -> waiting.complete(null));
    if (event != null) {
      metrics.framesOut.increment();
      to.onNext(event);
      return true;
    }
    if (completed) {
      to.onComplete();
      end();
    }
    return false;
  }

  /** The event of a frame; of one that is none, the last word: then the stream ends. */
  private EventBytes encode(byte[] frame) {
    if (frame.length == 0) {
      return EventWriter.COMMENT;
    }
    try {
      return events.write(frame);
    } catch (RuntimeException e) {
      LOG.error("A frame cannot be told as an event; its stream is ended", e);
      waiting.clear();
      closing = true;
      return events.closed(CloseCode.OVERLOADED);
    }
  }

  @Override
  public CompletableFuture<Void> written() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    synchronized (this) {
      if (over) {
        written.complete(null);
        return written;
      }
      awaited = new ArrayList<>(awaited);
      awaited.add(written);
    }
    drainSoon();
    return written;
  }

  /** A comment that keeps proxies from taking the stream for dead; not for a client that lags. */
  @Override
  public void ping() {
    boolean idle;
    synchronized (this) {
      idle = demand > 0;
    }
    if (idle) {
      send(KEEP_ALIVE);
    }
  }

  @Override
  public void close(CloseCode code) {
    synchronized (this) {
      if (closing || over) {
        return;
      }
      closing = true;
      if (code == CloseCode.TOO_SLOW) {
        waiting.clear();
      } else {
        lastWord = events.closed(code);
      }
    }
    metrics.closed(code);
    drainSoon();
  }

  @Override
  public void drop() {
    synchronized (this) {
      closing = true;
      waiting.clear();
    }
    drainSoon();
  }

  @Override
  public Runnable after(long millis, Runnable task) {
    var later =
        CompletableFuture.runAsync(
            task, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    return () -> later.cancel(false);
  }

  private void end() {
    List<CompletableFuture<Void>> taken;
    synchronized (this) {
      over = true;
      closing = true;
      waiting.clear();
      taken = awaited;
      awaited = List.of();
    }
    taken.forEach(waiting -> waiting.complete(null));
    life.ended();
  }
}
