package io.presence.local.replay;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.Seen;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One person of the replay: does what the trace says, one thing after the other, on a virtual
 * thread of their own. What they are meant to be ({@link #meansToBeOnline}) is the truth that
 * viewers' pictures are compared with.
 */
final class Actor implements Runnable {
  /** Whether the person should be seen online, since when, and by what. */
  private record Deed(Trace.Kind kind, long number, long nanos) {
    boolean online() {
      return kind == Trace.Kind.JOIN;
    }
  }

  private final UserId id;
  private final Stage stage;

  /**
   * What the trace says; empty: the server closed the connection, come back if the trace says that
   * they are there.
   */
  private final BlockingQueue<Optional<Trace.Kind>> todo = new LinkedBlockingQueue<>();

  /**
   * As a viewer: the last deed of each subject that was counted, so that a second report of it does
   * not count again.
   */
  private final Map<UserId, Long> counted = new ConcurrentHashMap<>();

  private final AtomicInteger pending = new AtomicInteger();

  private volatile Deed last = new Deed(Trace.Kind.QUIT, 0, System.nanoTime());

  /** When the server had taken the present connection in, by the clock that versions come from. */
  private volatile long takenInMillis;

  private volatile @Nullable PresenceClient client;
  private volatile @Nullable PresenceClient silent;

  Actor(UserId id, Stage stage) {
    this.id = id;
    this.stage = stage;
  }

  UserId id() {
    return id;
  }

  void enqueue(Trace.Kind kind) {
    add(Optional.of(kind));
  }

  private void add(Optional<Trace.Kind> kind) {
    pending.incrementAndGet();
    todo.add(kind);
  }

  boolean isIdle() {
    return pending.get() == 0;
  }

  boolean meansToBeOnline() {
    return last.online();
  }

  /** The live connection, if there is one. */
  @Nullable PresenceClient client() {
    return client;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Trace.Kind> kind = todo.take();
        if (kind.isPresent()) {
          act(kind.get());
        } else if (last.online() && client == null) {
          connect();
        }
        pending.decrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void act(Trace.Kind kind) throws InterruptedException {
    if ((kind == Trace.Kind.JOIN) == last.online()) {
      stage.tally().ignored.increment();
      return;
    }
    if (kind == Trace.Kind.JOIN) {
      last = new Deed(kind, last.number() + 1, System.nanoTime());
      stage.tally().transitions.increment();
      connect();
      return;
    }
    PresenceClient open = client;
    client = null;
    last = new Deed(kind, last.number() + 1, System.nanoTime());
    stage.tally().transitions.increment();
    if (open != null) {
      leave(open, kind);
    }
  }

  private void leave(PresenceClient open, Trace.Kind kind) {
    switch (kind) {
      case QUIT -> open.goodbye();
      case LEAVE -> {
        open.updateStatus("offline");
        open.goodbye();
      }
      case DROP -> open.cut();
      case TIMEOUT -> {
        open.unplug();
        silent = open;
      }
      case JOIN -> throw new IllegalArgumentException("joining is no way to leave");
    }
  }

  /** Connects, as often as it takes: the trace says that the person is there. */
  private void connect() throws InterruptedException {
    PresenceClient fallen = silent;
    if (fallen != null) {
      fallen.cut();
      silent = null;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        PresenceClient opened = stage.connect(id, this::told);
        takenInMillis = System.currentTimeMillis();
        client = opened;
        stage.tally().connections.increment();
        opened.onClosed(() -> lost(opened));
        return;
      } catch (ExecutionException e) {
        stage.tally().failedConnections.increment();
        stage.complain(id, e.getCause() == null ? e : e.getCause());
        Thread.sleep(ThreadLocalRandom.current().nextLong(100, 200L << Math.min(attempt, 5)));
      }
    }
  }

  private void lost(PresenceClient which) {
    if (client == which) {
      client = null;
      stage.tally().unexpectedCloses.increment();
      add(Optional.empty());
    }
  }

  /**
   * When a deed could be noticed first: a silence begins with the last answer, which a ping under
   * way may still get.
   */
  private long sinceNanos(Deed deed) {
    PresenceClient fallen = silent;
    return deed.kind() == Trace.Kind.TIMEOUT && fallen != null
        ? Math.max(deed.nanos(), fallen.answeredNanos())
        : deed.nanos();
  }

  private void told(Seen seen) {
    Actor subject = stage.actor(seen.subject());
    if (!seen.pushed() || subject == null) {
      return;
    }
    Tally tally = stage.tally();
    tally.updates.increment();
    Deed deed = subject.last;
    boolean online = seen.status() != VisibleStatus.OFFLINE;
    long nanos = seen.atNanos() - subject.sinceNanos(deed);
    if (online != deed.online()) {
      // What was decided before the server had the connection is the late end of what was before.
      if (deed.online() && subject.client != null && seen.version() > subject.takenInMillis) {
        tally.falseOfflines.increment();
      }
      return;
    }
    Long before = counted.put(seen.subject(), deed.number());
    if (before == null || before < deed.number()) {
      Tally.record(
          switch (deed.kind()) {
            case JOIN -> tally.arrivals;
            case QUIT, LEAVE -> tally.signOffs;
            case DROP -> tally.drops;
            case TIMEOUT -> tally.silences;
          },
          nanos);
    }
  }
}
