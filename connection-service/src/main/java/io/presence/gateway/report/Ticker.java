package io.presence.gateway.report;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.CloseCode;
import io.presence.contracts.ErrorCode;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.repair.StoreWatch;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.session.Timing;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time makes due: pings, writes of activity, tokens and silences that end, and renewals. One
 * thread walks over all sessions every {@value #TICK_MILLIS} ms; nothing that it does blocks.
 *
 * <p>Renewals go shard by shard, each shard once in a third of the TTL, so that what is renewed
 * together lies together in the store.
 */
@Context
final class Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long TICK_MILLIS = 100;

  private final Sessions sessions;
  private final SessionReports reports;
  private final Timing timing;
  private final GatewayClock clock;
  private final FrameWriter frames;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("presence-ticker").factory());
  private final StoreWatch store;
  private long renewedUntil;
  private int emptied;

  Ticker(
      Sessions sessions,
      SessionReports reports,
      Timing timing,
      GatewayClock clock,
      FrameWriter frames,
      StoreWatch store) {
    this.store = store;
    this.frames = frames;
    this.sessions = sessions;
    this.reports = reports;
    this.timing = timing;
    this.clock = clock;
    renewedUntil = clock.millis();
    var _ =
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }

  private void tick() {
    try {
      long now = clock.millis();
      reports.tick(now);
      Instant time = clock.now();
      sessions.forEach(session -> look(session, now, time));
      beginAgain();
      renew(now);
    } catch (RuntimeException e) {
      LOG.error("A tick failed; the next one comes in {} ms", TICK_MILLIS, e);
    }
  }

  private void look(Session session, long now, Instant time) {
    Instant expires = session.tokenExpires();
    if (expires != null && !time.isBefore(expires)) {
      session.channel().close(CloseCode.TOKEN_REJECTED);
      return;
    }
    if (expires != null && session.takeTokenReminder(time)) {
      session.channel().send(reminder(Duration.between(time, expires)));
    }
    switch (session.liveness().due(now)) {
      case NOTHING -> {}
      case PING -> session.channel().ping();
      case ACTIVITY -> reports.active(session);
      // Its lease lapses by itself; nobody is there to be told why.
      case END -> session.channel().drop();
    }
  }

  /**
   * The socket stays open until the token expires; whoever sends a fresh one notices nothing. The
   * time that is left tells it from a rejection, which has none.
   */
  private byte[] reminder(Duration left) {
    return frames.error(
        ErrorCode.UNAUTHENTICATED,
        "the token expires in %d s: send authenticate with a fresh one"
            .formatted(Math.max(1, left.toSeconds())),
        Math.max(1, left.toMillis()),
        null);
  }

  /** What an emptied store knew is told it again with the next renewals, also of the silent. */
  private void beginAgain() {
    int times = store.emptied();
    if (times != emptied) {
      emptied = times;
      sessions.forEach(session -> session.liveness().renewAgain());
    }
  }

  /** Renews the shards whose turn has come since the last call. */
  private void renew(long now) {
    int shards = sessions.shards();
    long interval = timing.renewalIntervalMs();
    // After a long pause of this process each shard is due once, not many times.
    long from = Math.max(renewedUntil, now - interval);
    long first = from * shards / interval;
    long last = now * shards / interval;
    for (long turn = first; turn < last; turn++) {
      sessions.inShard(
          (int) Math.floorMod(turn, (long) shards),
          session -> {
            if (session.hasBegun() && session.liveness().renewalWaits()) {
              reports.renew(session);
            }
          });
    }
    renewedUntil = now;
  }
}
