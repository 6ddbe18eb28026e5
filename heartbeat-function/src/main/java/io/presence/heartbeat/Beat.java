package io.presence.heartbeat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.store.Inspection;
import io.presence.store.StoreSettings;
import java.util.List;

/**
 * A sign of life of a device without a socket. Its session has an id that follows from user and
 * device, so that any instance may take the next one.
 *
 * @param active whether the person did something
 */
record Beat(UserId user, DeviceId device, DeviceType type, boolean active) {

  SessionId session() {
    return SessionId.withoutSocket(user, device);
  }

  /**
   * What follows for the store: mostly that the session was heard, which runs no script.
   *
   * @param before how the person stood a moment ago
   */
  List<SessionReport> reports(Inspection before, StoreSettings settings) {
    SessionId id = session();
    Inspection.Registered known =
        before.sessions().stream()
            .filter(session -> session.session().equals(id))
            .findFirst()
            .orElse(null);
    SessionReport active = new SessionReport.Active(user, id, 0);
    if (known == null || known.signedOff()) {
      return this.active ? List.of(connected(), active) : List.of(connected());
    }
    // As on a socket, the writes of somebody who stays active are a tenth of the timeout apart.
    long pause = settings.idleTimeout().toMillis() / 10;
    boolean write = this.active && before.now() - known.activeAt() >= pause;
    return List.of(write ? active : new SessionReport.Heard(user, id, 0));
  }

  SessionReport connected() {
    return new SessionReport.Connected(
        user, session(), device, type, null, GatewayId.NONE, Watch.SUBSCRIPTIONS);
  }
}
