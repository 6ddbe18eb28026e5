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
import java.util.ArrayList;
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
    List<SessionReport> reports = new ArrayList<>();
    boolean begins = known == null || known.signedOff();
    if (begins) {
      reports.add(connected());
    }
    // As on a socket, the writes of somebody who stays active are a tenth of the timeout apart.
    long pause = settings.idleTimeout().toMillis() / 10;
    if (active && (known == null || begins || before.now() - known.activeAt() >= pause)) {
      reports.add(new SessionReport.Active(user, id, 0));
    } else if (!begins) {
      reports.add(new SessionReport.Heard(user, id, 0));
    }
    return reports;
  }

  SessionReport connected() {
    return new SessionReport.Connected(
        user, session(), device, type, null, GatewayId.NONE, Watch.SUBSCRIPTIONS);
  }
}
