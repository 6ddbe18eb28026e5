package io.presence.graph.changes;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the relay on a virtual thread from the start of the server to its end: at once after a
 * nudge, by itself every {@link #POLL} (for rows of requests and instances that died), and after
 * {@link #BACK_OFF} when Kafka, Redis or Postgres does not answer.
 *
 * <p>Made with the context, and with it the connection to Redis: no request pays for that, and a
 * service that cannot reach Redis at all does not start. Kafka may be away.
 */
@Context
class RelayLoop implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
  static final Duration POLL = Duration.ofMillis(500);
  static final Duration BACK_OFF = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final OutboxRelay relay;
  private final ChangesMetrics metrics;
  private final Semaphore nudges = new Semaphore(0);
  private volatile boolean stopped;
  private volatile @Nullable Thread thread;
  private boolean stuck;

  RelayLoop(OutboxRelay relay, ChangesMetrics metrics) {
    this.relay = relay;
    this.metrics = metrics;
  }

  /** There is something to relay. Never blocks. */
  void nudge() {
    // One permit says it all; a race that leaves two costs one empty look.
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopped = true;
    nudge();
    Thread running = thread;
    // Not interrupted: a batch in hand ends by itself, and what is left stays in the table.
    if (running != null && !running.join(GRACE)) {
      LOG.warn("the outbox relay did not stop within {}; its batch will be published again", GRACE);
    }
  }

  private void run() {
    while (!stopped) {
      try {
        await(once());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void await(Duration pause) throws InterruptedException {
    if (stuck) {
      // Nudges do not hurry somebody who is away, but the end of the server does.
      for (long waited = 0; waited < pause.toMillis() && !stopped; waited += 50) {
        Thread.sleep(50);
      }
    } else if (nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      nudges.drainPermits();
    }
  }

  /** One batch; returns how long to wait for the next. */
  private Duration once() {
    try {
      OutboxRelay.Pass pass = relay.relay();
      report(pass.stuck(), pass.cause());
      return pass.stuck() ? BACK_OFF : pass.more() ? Duration.ZERO : POLL;
    } catch (RuntimeException e) {
      metrics.relayFailed();
      report(true, e);
      return BACK_OFF;
    }
  }

  /** One line when it gets stuck, one when it goes on. */
  private void report(boolean nowStuck, @Nullable Throwable cause) {
    if (nowStuck && !stuck) {
      LOG.warn(
          "graph changes do not get through; they wait in graph_outbox: check that Kafka, Redis and"
              + " Postgres answer",
          cause);
    } else if (!nowStuck && stuck) {
      LOG.info("graph changes get through again");
    }
    stuck = nowStuck;
  }
}
