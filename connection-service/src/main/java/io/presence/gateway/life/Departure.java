package io.presence.gateway.life;

import io.presence.contracts.CloseCode;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.report.SessionReports;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this gateway goes away: it takes no more clients, tells those it has to come back (1012),
 * reports their sessions lost, so that nobody is shown offline who comes back within the TTL, and
 * withdraws. Spreading the return of many clients over time has its place here.
 */
@Singleton
public final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final long CLOSES_MILLIS = 3_000;
  private static final long REPORTS_MILLIS = 3_000;
  private static final long STEP_MILLIS = 20;

  private final Gate gate;
  private final Channels channels;
  private final SessionReports reports;
  private final Announcer announcer;

  Departure(Gate gate, Channels channels, SessionReports reports, Announcer announcer) {
    this.gate = gate;
    this.channels = channels;
    this.reports = reports;
    this.announcer = announcer;
  }

  /** Blocks until all is said, some seconds at most. */
  public void leave() {
    gate.leaving();
    int sockets = channels.count();
    try {
      channels.closeAll(CloseCode.DRAINED);
      // Clients answer the close; those that do not are dropped after a while.
      for (long left = CLOSES_MILLIS; channels.count() > 0 && left > 0; left -= STEP_MILLIS) {
        Thread.sleep(STEP_MILLIS);
      }
      boolean reported = reports.drain(REPORTS_MILLIS);
      LOG.info(
          "{} sockets were closed, {}",
          sockets,
          reported ? "all is reported" : "not all could be reported: leases lapse by themselves");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    announcer.withdraw();
  }
}
