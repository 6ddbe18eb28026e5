package io.presence.gateway.report;

import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.gateway.session.Identity;
import io.presence.gateway.session.Liveness;
import io.presence.gateway.session.Session;
import org.jspecify.annotations.Nullable;

/** The report that a session begins. */
final class Beginning {
  private Beginning() {}

  /**
   * @param id under which it begins
   * @param againAt the time, when it has begun before; else null
   */
  static SessionReport report(
      GatewayId gateway, Session session, SessionId id, @Nullable Long againAt) {
    Identity who = session.identity();
    Liveness liveness = session.liveness();
    return new SessionReport.Connected(
        who.user(),
        id,
        who.device(),
        who.deviceType(),
        who.platform(),
        gateway,
        who.watch(),
        againAt == null ? null : liveness.inactiveMillis(againAt),
        againAt == null ? null : Math.max(0, againAt - liveness.heardAt()));
  }
}
