package io.presence.gateway.graph;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.lookup.Seen;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Look;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.watch.LookAgain;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again for viewers and corrects what their sessions were told. A few virtual threads share
 * the work; two of them may work for the same viewer, which the sessions' versions make harmless.
 */
@Context
final class Corrections implements LookAgain {
  private static final Logger LOG = LoggerFactory.getLogger(Corrections.class);
  private static final int WORKERS = 4;
  private static final int PAGE = Sights.Question.MAX_SUBJECTS;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Sessions sessions;
  private final Lookup lookup;
  private final FrameWriter frames;
  private final GraphMetrics metrics;
  private final Pending pending = new Pending();
  private final List<Thread> workers = new ArrayList<>();

  Corrections(Sessions sessions, Lookup lookup, FrameWriter frames, GraphMetrics metrics) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.frames = frames;
    this.metrics = metrics;
    metrics.pending(pending::size);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(Thread.ofVirtual().name("corrections-" + i).start(this::work));
    }
  }

  @PreDestroy
  void close() {
    workers.forEach(Thread::interrupt);
  }

  /** The viewer, if connected here, must look again. */
  void add(UserId viewer, Scope scope) {
    if (sessions.of(viewer).length > 0) {
      pending.add(viewer, scope);
    }
  }

  @Override
  public void lookAgain(UserId viewer, Set<UserId> subjects) {
    add(viewer, Scope.of(subjects, 0));
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Map.Entry<UserId, Scope> next = pending.take();
        Scope again = attempt(next.getKey(), next.getValue());
        if (again != null) {
          later(next.getKey(), again);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void later(UserId viewer, Scope scope) {
    long pause =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(scope.attempt(), 10));
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
        .execute(() -> add(viewer, scope));
  }

  /**
   * @return what must be tried again
   */
  private @Nullable Scope attempt(UserId viewer, Scope scope) throws InterruptedException {
    try {
      Set<UserId> again = correct(viewer, scope);
      return again.isEmpty() ? null : Scope.of(again, scope.attempt() + 1);
    } catch (LookupUnavailableException e) {
      LOG.debug("A correction waits: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A correction failed and is tried again", e);
    }
    metrics.failed();
    return new Scope(scope.everybody(), scope.subjects(), scope.attempt() + 1);
  }

  /**
   * @return those who must be looked at again
   */
  private Set<UserId> correct(UserId viewer, Scope scope)
      throws LookupUnavailableException, InterruptedException {
    List<UserId> subjects = List.copyOf(scope.everybody() ? everybody(viewer) : scope.subjects());
    Set<UserId> again = new HashSet<>();
    for (int from = 0; from < subjects.size(); from += PAGE) {
      List<UserId> page = subjects.subList(from, Math.min(from + PAGE, subjects.size()));
      Look look = Look.at(page, sessions.of(viewer));
      Found found = lookup.look(viewer, page);
      again.addAll(found.missing());
      for (Seen seen : found.seen()) {
        for (Session session : sessions.of(viewer)) {
          if (!session.correct(seen, look, frames)) {
            again.add(seen.subject());
          }
        }
      }
    }
    return again;
  }

  /** All contacts, and whoever the viewer's sessions were told of. */
  private Set<UserId> everybody(UserId viewer)
      throws LookupUnavailableException, InterruptedException {
    Set<UserId> subjects = new HashSet<>();
    UserId after = null;
    do {
      Sights.ContactsPage page = lookup.contacts(viewer, PAGE, after);
      page.items().forEach(item -> subjects.add(item.userId()));
      after = page.next();
    } while (after != null);
    for (Session session : sessions.of(viewer)) {
      subjects.addAll(session.subjects());
    }
    return subjects;
  }
}
