package io.presence.gateway.repair;

import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.Bucket;
import io.micronaut.context.annotation.Context;
import io.presence.contracts.Me;
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
import io.presence.store.Inspection;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again, a few viewers at a time and so many a second, and corrects what was told wrong.
 * Whoever is both viewer and subject is told their own status.
 */
@Context
final class Again {
  private static final Logger LOG = LoggerFactory.getLogger(Again.class);
  private static final int WORKERS = 4;

  private final Sessions sessions;
  private final Lookup lookup;
  private final PresenceStore store;
  private final FrameWriter frames;
  private final RepairMetrics metrics;
  private final BlockingBucket rate;
  private final Backlog backlog = new Backlog(Sights.Question.MAX_SUBJECTS);
  private final List<Thread> workers = new ArrayList<>();

  Again(
      Sessions sessions,
      Lookup lookup,
      PresenceStore store,
      FrameWriter frames,
      RepairSettings settings,
      RepairMetrics metrics) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.store = store;
    this.frames = frames;
    this.metrics = metrics;
    int perSecond = settings.repairLookups();
    rate =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
            .build()
            .asBlocking();
    metrics.waiting(backlog::size);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(Thread.ofVirtual().name("repair-" + i).start(this::work));
    }
  }

  @PreDestroy
  void close() {
    workers.forEach(Thread::interrupt);
  }

  Backlog backlog() {
    return backlog;
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Backlog.Work work = backlog.take();
        rate.consume(1);
        attempt(work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(Backlog.Work work) throws InterruptedException {
    if (sessions.of(work.viewer()).length == 0) {
      return;
    }
    try {
      List<UserId> others = new ArrayList<>(work.subjects());
      if (others.remove(work.viewer())) {
        lookAtSelf(work.viewer());
      }
      lookAt(work, others);
    } catch (LookupUnavailableException | StoreUnavailableException e) {
      metrics.failed();
      LOG.debug("A repair waits: {}", e.getMessage());
      work.subjects().forEach(subject -> backlog.again(work.viewer(), subject));
    } catch (RuntimeException e) {
      metrics.failed();
      LOG.error("A repair failed and is tried again", e);
      work.subjects().forEach(subject -> backlog.again(work.viewer(), subject));
    }
  }

  private void lookAt(Backlog.Work work, List<UserId> subjects)
      throws LookupUnavailableException, InterruptedException {
    Look look = Look.at(subjects, sessions.of(work.viewer()));
    Found found = lookup.look(work.viewer(), subjects);
    found.missing().forEach(subject -> backlog.again(work.viewer(), subject));
    for (Seen seen : found.seen()) {
      for (Session session : sessions.of(work.viewer())) {
        switch (session.compare(seen, look, frames)) {
          case RIGHT -> {}
          case MADE -> metrics.mismatch();
          case LATER -> backlog.again(work.viewer(), seen.subject());
        }
      }
    }
  }

  private void lookAtSelf(UserId user) {
    Inspection truth = store.reader().inspect(user);
    if (truth.known()) {
      Me me = Me.of(truth.status(), truth.hand().at(truth.now()));
      byte[] frame = frames.meUpdated(me);
      for (Session session : sessions.of(user)) {
        if (session.compareMe(truth.version(), me, frame)) {
          metrics.mismatch();
        }
      }
    }
  }
}
