package io.presence.gateway.report;

import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.gateway.session.Identity;
import io.presence.gateway.session.Liveness;
import io.presence.gateway.session.Session;

/** The report that a session begins. */
final class Beginning {
  private Beginning() {}

  /**
   * What waits while the store is away must not live longer for it: each says when it was heard.
   *
   * @param id under which it begins
   * @param now the time at which it is sent
   * @param again whether it has begun before, and its person may be idle
   */
  static SessionReport report(
      GatewayId gateway, Session session, SessionId id, long now, boolean again) {
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
        again ? Long.valueOf(liveness.inactiveMillis(now)) : null,
        Math.max(0, now - liveness.heardAt()));
  }
}
