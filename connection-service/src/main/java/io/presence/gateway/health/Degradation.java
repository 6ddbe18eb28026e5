package io.presence.gateway.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.delivery.Deliveries;
import io.presence.gateway.delivery.LagSettings;
import io.presence.gateway.graph.GraphChanges;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.repair.Repair;
import io.presence.gateway.repair.StoreWatch;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients how old what they hold may be: everybody once when that changes, newcomers when it
 * is not live. One thread looks; {@link #greet} comes from any thread, and never between a change
 * and its telling.
 */
@Context
public final class Degradation {
  private static final Logger LOG = LoggerFactory.getLogger(Degradation.class);
  private static final long INTERVAL_MILLIS = 500;

  private final Sessions sessions;
  private final StoreWatch store;
  private final Deliveries deliveries;
  private final GraphChanges graph;
  private final Repair repair;
  private final FrameWriter frames;
  private final GatewayClock clock;

  /** Half of what makes a gateway skip deliveries. */
  private final long lateMillis;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("presence-level").factory());
  private Level level = Level.LIVE;

  Degradation(
      Sessions sessions,
      StoreWatch store,
      Deliveries deliveries,
      GraphChanges graph,
      Repair repair,
      FrameWriter frames,
      GatewayClock clock,
      LagSettings lag,
      MeterRegistry registry) {
    this.sessions = sessions;
    this.store = store;
    this.deliveries = deliveries;
    this.graph = graph;
    this.repair = repair;
    this.frames = frames;
    this.clock = clock;
    lateMillis = lag.deliveryMaxLagMs() / 2;
    Gauge.builder("presence.level", this, each -> each.level().rank())
        .description("What clients are promised: 0 is live, 1 and 2 delayed, 3 and 4 stale")
        .register(registry);
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** For a session that has just been greeted. */
  public synchronized void greet(Session session) {
    session.sayLevel(level.word(), frame(level));
  }

  synchronized Level level() {
    return level;
  }

  private void look() {
    try {
      tell(Level.of(signs(), lateMillis));
    } catch (RuntimeException e) {
      LOG.error("What is promised to clients is not known; looked at again soon", e);
    }
  }

  private Level.Signs signs() {
    long now = clock.millis();
    boolean readable =
        (deliveries.isReachable() || !deliveries.isPositioned())
            && (graph.isReachable() || !graph.isPositioned());
    return new Level.Signs(
        store.silentMillis(now),
        store.isCertain(now),
        readable,
        deliveries.lagMillis(),
        !repair.isWalking()
            && (store.answersSince() == store.firstAnswerAt()
                || repair.completedAt() >= store.answersSince()));
  }

  private synchronized void tell(Level now) {
    if (now == level) {
      return;
    }
    LOG.info("What clients hold is {} now: {}", now.word(), now.reason());
    level = now;
    byte[] frame = frame(now);
    sessions.forEach(session -> session.sayLevel(now.word(), frame));
  }

  private byte[] frame(Level told) {
    return frames.degraded(told.word(), told.reason());
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
