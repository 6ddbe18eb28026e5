package io.presence.gateway.life;

import io.presence.contracts.CloseCode;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.channel.Outlet;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.report.SessionReports;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this gateway goes away, within {@code PRESENCE_DRAIN_MS}. It is ready no more and takes no
 * more clients; tells each client when to come back, one after the other ({@link DrainPlan}), and
 * closes its socket (1012) at that time at the latest; reports their sessions lost, so that their
 * leases run on and nobody is shown offline who comes back within the TTL; and withdraws, last,
 * because until then its clients are told what changes.
 *
 * <p>If heartbeat-function or Redis does not answer meanwhile, leases lapse by themselves.
 */
@Singleton
public final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final String REASON = "this server is going away";
  private static final long STEP_MILLIS = 20;

  private final Gate gate;
  private final Channels channels;
  private final Sessions sessions;
  private final FrameWriter frames;
  private final SessionReports reports;
  private final Announcer announcer;
  private final long drainMillis;

  Departure(
      Gate gate,
      Channels channels,
      Sessions sessions,
      FrameWriter frames,
      SessionReports reports,
      Announcer announcer,
      DrainSettings settings) {
    this.gate = gate;
    this.channels = channels;
    this.sessions = sessions;
    this.frames = frames;
    this.reports = reports;
    this.announcer = announcer;
    drainMillis = settings.drainMs();
  }

  /** Blocks until all is said. */
  public void leave() {
    gate.leaving();
    int sockets = channels.count();
    LOG.info("Going away: {} sockets are closed within {} ms", sockets, drainMillis);
    long rest = DrainPlan.restMillis(drainMillis);
    try {
      awaitEmpty(sendAway());
      // Those who came in through the closing door, or never authenticated.
      channels.closeAll(CloseCode.DRAINED);
      // Clients answer the close; those that do not are dropped after a while.
      awaitEmpty(rest);
      boolean reported = reports.drain(rest);
      LOG.info(
          "{} sockets were closed, {}",
          sockets - channels.count(),
          reported ? "all is reported" : "not all could be reported: leases lapse by themselves");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    announcer.withdraw();
  }

  /**
   * @return how long it takes until all have gone
   */
  private long sendAway() {
    List<Session> leaving = new ArrayList<>();
    sessions.forEach(leaving::add);
    DrainPlan plan = DrainPlan.of(drainMillis, leaving.size());
    Set<Outlet> told = new HashSet<>();
    for (int i = 0; i < leaving.size(); i++) {
      Session session = leaving.get(i);
      double jitter = ThreadLocalRandom.current().nextDouble();
      long after = plan.afterMillis(i, leaving.size(), jitter);
      if (session.say(frames.reconnect(after, REASON))) {
        Outlet channel = session.channel();
        channel.after(after, () -> channel.close(CloseCode.DRAINED));
        told.add(channel);
      }
    }
    channels.forEach(channel -> {
      if (!told.contains(channel)) {
        channel.close(CloseCode.DRAINED);
      }
    });
    return told.isEmpty() ? 0 : plan.endMillis();
  }

  private void awaitEmpty(long millis) throws InterruptedException {
    for (long left = millis; channels.count() > 0 && left > 0; left -= STEP_MILLIS) {
      Thread.sleep(STEP_MILLIS);
    }
  }
}
