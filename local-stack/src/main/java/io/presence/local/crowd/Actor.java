package io.presence.local.crowd;

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
public final class Actor implements Runnable {
  /** Whether the person should be seen online, since when, and by what. */
  private record Deed(Move kind, long number, long nanos) {
    boolean online() {
      return kind == Move.JOIN;
    }
  }

  private final UserId id;
  private final Crowd crowd;

  /**
   * What the trace says; empty: the server closed the connection, come back if the trace says that
   * they are there.
   */
  private final BlockingQueue<Optional<Move>> todo = new LinkedBlockingQueue<>();

  /**
   * As a viewer: the last deed of each subject that was counted, so that a second report of it does
   * not count again.
   */
  private final Map<UserId, Long> counted = new ConcurrentHashMap<>();

  private final AtomicInteger pending = new AtomicInteger();

  private volatile Deed last = new Deed(Move.QUIT, 0, System.nanoTime());

  /**
   * When the server had taken the newest connection in, by the clock that versions come from; never
   * while the first one after a leave is still being made.
   */
  private volatile long takenInMillis = Long.MAX_VALUE;

  /** When the server closed the connection, which the person comes back from. */
  private volatile long lostAtNanos = System.nanoTime();

  /** When the person was last there, epoch milliseconds; 0 for never. */
  private volatile long leftAtMillis;

  private volatile @Nullable PresenceClient client;
  private volatile @Nullable PresenceClient silent;

  Actor(UserId id, Crowd crowd) {
    this.id = id;
    this.crowd = crowd;
  }

  public UserId id() {
    return id;
  }

  public void enqueue(Move kind) {
    add(Optional.of(kind));
  }

  private void add(Optional<Move> kind) {
    pending.incrementAndGet();
    todo.add(kind);
  }

  public boolean isIdle() {
    return pending.get() == 0;
  }

  public boolean meansToBeOnline() {
    return last.online();
  }

  /** When the person was last there, epoch milliseconds; 0 if they never left. */
  public long leftAtMillis() {
    return leftAtMillis;
  }

  /** The live connection, if there is one. */
  public @Nullable PresenceClient client() {
    return client;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<Move> kind = todo.take();
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

  private void act(Move kind) throws InterruptedException {
    if ((kind == Move.JOIN) == last.online()) {
      crowd.tally().ignored.increment();
      return;
    }
    if (kind == Move.JOIN) {
      takenInMillis = Long.MAX_VALUE;
      last = new Deed(kind, last.number() + 1, System.nanoTime());
      crowd.tally().transitions.increment();
      connect();
      return;
    }
    PresenceClient open = client;
    client = null;
    leftAtMillis = System.currentTimeMillis();
    last = new Deed(kind, last.number() + 1, System.nanoTime());
    crowd.tally().transitions.increment();
    if (open != null) {
      leave(open, kind);
    }
  }

  private void leave(PresenceClient open, Move kind) {
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
    for (int attempt = 1; !crowd.isOver(); attempt++) {
      try {
        PresenceClient opened = crowd.connect(id, this::told);
        takenInMillis = System.currentTimeMillis();
        client = opened;
        crowd.tally().connections.increment();
        opened.onClosed(() -> lost(opened));
        if (crowd.isOver()) {
          end();
        }
        return;
      } catch (ExecutionException e) {
        crowd.tally().failedConnections.increment();
        crowd.complain(id, e.getCause() == null ? e : e.getCause());
        Thread.sleep(ThreadLocalRandom.current().nextLong(100, 200L << Math.min(attempt, 5)));
      }
    }
  }

  /** Leaves for good, once the crowd is {@link Crowd#isOver over}. */
  void end() {
    PresenceClient open = client;
    PresenceClient fallen = silent;
    client = null;
    if (open != null) {
      open.goodbye();
    }
    if (fallen != null) {
      fallen.cut();
    }
  }

  private void lost(PresenceClient which) {
    if (client == which) {
      lostAtNanos = System.nanoTime();
      client = null;
      crowd.tally().unexpectedCloses.increment();
      add(crowd.comesBack() ? Optional.empty() : Optional.of(Move.DROP));
    }
  }

  /**
   * When a deed could be noticed first: a silence begins with the last answer, which a ping under
   * way may still get.
   */
  private long sinceNanos(Deed deed) {
    PresenceClient fallen = silent;
    return deed.kind() == Move.TIMEOUT && fallen != null
        ? Math.max(deed.nanos(), fallen.answeredNanos())
        : deed.nanos();
  }

  /** Whether the server must count the person as there: it hears them, or did so just now. */
  private boolean counts() {
    return client != null || System.nanoTime() - lostAtNanos < crowd.offlineDelay().toNanos();
  }

  private void told(Seen seen) {
    Actor subject = crowd.actor(seen.subject());
    if (!seen.pushed() || subject == null) {
      return;
    }
    Tally tally = crowd.tally();
    tally.updates.increment();
    Deed deed = subject.last;
    boolean online = seen.status() != VisibleStatus.OFFLINE;
    long nanos = seen.atNanos() - subject.sinceNanos(deed);
    if (online != deed.online()) {
      // What was decided before the server had the connection is the late end of what was before.
      if (deed.online() && subject.counts() && seen.version() > subject.takenInMillis) {
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
