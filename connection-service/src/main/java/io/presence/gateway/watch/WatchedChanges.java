package io.presence.gateway.watch;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Push;
import io.presence.gateway.session.Session;
import io.presence.gateway.trace.PushStep;
import io.presence.gateway.watch.ViewerSights.Pair;
import io.presence.trace.Tracing;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes changes to local sessions that watch the subject explicitly. Of each subject the newest
 * change waits, so that what waits is bounded by who is watched; whatever does not answer is asked
 * again with growing pauses, and nobody is told anything until it does.
 */
@Context
public final class WatchedChanges {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedChanges.class);
  private static final int WORKERS = 2;

  /** Subjects that are pushed together. */
  private static final int BATCH = 100;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final LocalWatchers local;
  private final ViewerSights sights;
  private final LookAgain again;
  private final FrameWriter frames;
  private final WatchMetrics metrics;
  private final Tracing tracing;
  private final GatewayId self;
  private final LinkedHashMap<UserId, Change> waiting = new LinkedHashMap<>();
  private final List<Thread> workers = new ArrayList<>();

  WatchedChanges(
      LocalWatchers local,
      ViewerSights sights,
      LookAgain again,
      FrameWriter frames,
      WatchMetrics metrics,
      Tracing tracing,
      GatewayId self) {
    this.tracing = tracing;
    this.self = self;
    this.local = local;
    this.sights = sights;
    this.again = again;
    this.frames = frames;
    this.metrics = metrics;
    metrics.waiting(this::waiting);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(Thread.ofVirtual().name("watched-changes-" + i).start(this::work));
    }
  }

  private record Change(UserId subject, long version, PersonState state, @Nullable String trace) {}

  @PreDestroy
  void close() {
    workers.forEach(Thread::interrupt);
  }

  /**
   * A change that was committed before the call. Never blocks.
   *
   * @param trace the {@code traceparent} of the step before; null for none
   */
  public void offer(UserId subject, long version, PersonState state, @Nullable String trace) {
    if (local.isWatched(subject)) {
      add(new Change(subject, version, state, trace));
    }
  }

  private synchronized void add(Change change) {
    waiting.merge(
        change.subject(), change, (old, young) -> young.version() > old.version() ? young : old);
    notifyAll();
  }

  private synchronized int waiting() {
    return waiting.size();
  }

  private synchronized List<Change> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    List<Change> taken = new ArrayList<>();
    while (taken.size() < BATCH && !waiting.isEmpty()) {
      taken.add(waiting.pollFirstEntry().getValue());
    }
    return taken;
  }

  private void work() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Change> batch = take();
        try {
          push(batch);
          pause = FIRST_PAUSE_MILLIS;
        } catch (RuntimeException e) {
          metrics.failed();
          LOG.debug("Changes of watched people wait", e);
          batch.forEach(this::add);
          Thread.sleep(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void push(List<Change> changes) {
    Map<UserId, List<Session>> sessions = new HashMap<>();
    Map<Pair, Long> pairs = new HashMap<>();
    for (Change change : changes) {
      List<Session> watching = local.of(change.subject());
      sessions.put(change.subject(), watching);
      watching.forEach(
          session -> pairs.put(new Pair(change.subject(), session.user()), change.version()));
    }
    Map<Pair, Sight> known = sights.of(pairs);
    FlushBatch batch = new FlushBatch();
    try {
      for (Change change : changes) {
        push(change, sessions.getOrDefault(change.subject(), List.of()), known, batch);
      }
    } finally {
      batch.flush();
    }
  }

  private void push(
      Change change, List<Session> sessions, Map<Pair, Sight> known, FlushBatch batch) {
    try (PushStep step = PushStep.begin(tracing, "push to watchers", self, change.trace())) {
      push(change, sessions, known, batch, step);
    }
  }

  private void push(
      Change change,
      List<Session> sessions,
      Map<Pair, Sight> known,
      FlushBatch batch,
      PushStep step) {
    Map<Sight, Push> pushes = new EnumMap<>(Sight.class);
    for (Session session : sessions) {
      @Nullable Sight sight = known.get(new Pair(change.subject(), session.user()));
      if (sight == null) {
        metrics.moved();
        again.lookAgain(session.user(), Set.of(change.subject()));
      } else if (sight != Sight.NONE) {
        Push push = pushes.computeIfAbsent(sight, key -> encode(change, key));
        Session.Pushed outcome = session.push(push, batch);
        metrics.pushed(outcome);
        step.pushed(session, outcome);
      }
    }
  }

  private Push encode(Change change, Sight sight) {
    PresenceView view =
        Visibility.view(change.subject(), sight, change.state(), change.version(), true);
    return Push.explicit(view, frames.updated(view));
  }
}
