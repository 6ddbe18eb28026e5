package io.presence.gateway.channel;

import io.netty.util.concurrent.EventExecutor;
import io.presence.contracts.CloseCode;
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
 * <p>Owns the frames that wait ({@link Outbox}), with the bounds of a socket: a client that reaches
 * one, or stays behind for too long, is ended as too slow a reader. Before the end comes an event
 * {@code closed} with the code that a socket would be closed with, if the client takes it.
 * Subscribed to once, by the HTTP server, whose demand bounds what it holds itself; when it does
 * not subscribe soon, the stream ends unbegun. Events leave on the event loop of the client's
 * connection, where its end is noticed too: none leaves after that.
 */
public final class EventStream implements Outlet, Publisher<EventBytes>, Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final byte[] KEEP_ALIVE = {};

  /** The server subscribes as soon as it has the answer, unless the client has gone. */
  static final long BEGINS_WITHIN_MILLIS = 10_000;

  private final EventExecutor loop;
  private final EventWriter events;
  private final ChannelMetrics metrics;
  private final long maxBehindMillis;
  private final Outbox outbox;
  private final Life life;
  private final AtomicInteger drains = new AtomicInteger();

  private @Nullable Subscriber<? super EventBytes> subscriber;
  private long demand;
  private boolean closing;
  private boolean over;
  private @Nullable EventBytes lastWord;

  /** Ends a client that stays behind. By the one who drains. */
  private @Nullable Runnable stopWaiting;

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
    maxBehindMillis = limits.maxBehindMs();
    outbox = new Outbox(limits.maxPendingFrames(), limits.maxPendingBytes());
    var _ = after(BEGINS_WITHIN_MILLIS, this::endUnlessBegun);
  }

  private void endUnlessBegun() {
    synchronized (this) {
      if (subscriber != null) {
        return;
      }
      closing = true;
      over = true;
    }
    end();
  }

  @Override
  public void subscribe(Subscriber<? super EventBytes> to) {
    boolean tooLate;
    synchronized (this) {
      if (subscriber != null) {
        throw new IllegalStateException("a stream goes to one client");
      }
      subscriber = to;
      tooLate = over;
    }
    to.onSubscribe(this);
    if (tooLate) {
      to.onComplete();
    } else {
      life.begun(this);
    }
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
    send(null, frame);
  }

  @Override
  public void send(@Nullable Object about, byte[] frame) {
    if (enqueue(about, frame)) {
      drainSoon();
    }
  }

  @Override
  public boolean enqueue(@Nullable Object about, byte[] frame) {
    Outbox.Added added;
    synchronized (this) {
      added = closing ? Outbox.Added.CLOSED : outbox.add(about, frame);
    }
    return switch (added) {
      case FIRST -> true;
      case ADDED, CLOSED -> false;
      case REPLACED -> {
        metrics.replaced.increment();
        yield false;
      }
      case FULL -> {
        close(CloseCode.TOO_SLOW);
        yield false;
      }
    };
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
      try {
        while (deliver()) {}
        watch();
      } catch (RuntimeException e) {
        LOG.error("An event could not be delivered; its stream is ended", e);
        end();
      }
      rounds = drains.addAndGet(-rounds);
    } while (rounds != 0);
  }

  /** Starts or stops the time of a client that is behind. */
  private void watch() {
    boolean behind;
    synchronized (this) {
      behind = !over && !outbox.isEmpty();
    }
    if (behind && stopWaiting == null) {
      metrics.behind.increment();
      stopWaiting = after(maxBehindMillis, () -> close(CloseCode.TOO_SLOW));
    } else if (!behind && stopWaiting != null) {
      stopWaiting.run();
      stopWaiting = null;
    }
  }

  /**
   * Takes one step.
   *
   * @return whether there may be another
   */
  private boolean deliver() {
    Subscriber<? super EventBytes> to;
    Outbox.Waiting next;
    EventBytes word = null;
    boolean completed = false;
    synchronized (this) {
      to = subscriber;
      if (over || to == null) {
        return false;
      }
      next = outbox.next(demand == 0);
      if (next == null && demand > 0) {
        word = lastWord;
        lastWord = null;
      }
      if (word != null || (next != null && next.frame() != null)) {
        demand--;
      } else if (next == null && closing) {
        over = true;
        completed = true;
      }
    }
    if (completed) {
      to.onComplete();
      end();
      return false;
    }
    if (next == null && word == null) {
      return false;
    }
    tell(to, next, word);
    return true;
  }

  /** Either what has waited, a frame or a mark, or the last word. */
  private void tell(
      Subscriber<? super EventBytes> to, Outbox.@Nullable Waiting next, @Nullable EventBytes word) {
    EventBytes event = word;
    if (next != null) {
      CompletableFuture<Void> mark = next.mark();
      byte[] frame = next.frame();
      if (mark != null) {
        mark.complete(null);
      }
      event = frame == null ? null : encode(frame);
    }
    if (event != null) {
      metrics.framesOut.increment();
      to.onNext(event);
    }
  }

  /** The event of a frame; null for one that is none: then the stream ends with a last word. */
  private @Nullable EventBytes encode(byte[] frame) {
    if (frame.length == 0) {
      return EventWriter.COMMENT;
    }
    try {
      return events.write(frame);
    } catch (RuntimeException e) {
      LOG.error("A frame cannot be told as an event; its stream is ended", e);
      synchronized (this) {
        demand++;
      }
      close(CloseCode.OVERLOADED);
      outbox.clear();
      return null;
    }
  }

  @Override
  public CompletableFuture<Void> written() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    outbox.mark(written);
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
      if (code != CloseCode.TOO_SLOW) {
        lastWord = events.closed(code);
      }
    }
    if (code == CloseCode.TOO_SLOW) {
      outbox.clear();
    }
    metrics.closed(code.code());
    drainSoon();
  }

  @Override
  public void drop() {
    synchronized (this) {
      closing = true;
    }
    outbox.clear();
    drainSoon();
  }

  /** On the event loop. */
  @Override
  public Runnable after(long millis, Runnable task) {
    var scheduled = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  private void end() {
    synchronized (this) {
      over = true;
      closing = true;
    }
    outbox.close();
    drainSoon();
    life.ended();
  }
}
