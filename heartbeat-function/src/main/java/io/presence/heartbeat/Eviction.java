package io.presence.heartbeat;

import io.presence.contracts.Delivery;
import io.presence.contracts.EndedSessions;
import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.Gateways;
import io.presence.store.Inspection;
import io.presence.store.PresenceStore;
import io.presence.stream.ChangePublisher;
import io.presence.stream.DeliveryPublisher;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions because somebody said so. The store forgets them at once, so that a ghost goes even
 * if its gateway died long ago; every gateway that might hold their sockets is told to close them.
 * Blocks its caller. Idempotent: who has no session any more is told to nobody but gateways.
 */
@Singleton
final class Eviction {
  private final PresenceStore store;
  private final ChangePublisher changes;
  private final DeliveryPublisher deliveries;

  Eviction(PresenceStore store, ChangePublisher changes, DeliveryPublisher deliveries) {
    this.store = store;
    this.changes = changes;
    this.deliveries = deliveries;
  }

  /**
   * @param only this session; null for all
   * @throws io.presence.store.StoreUnavailableException when the store did not answer; some of them
   *     may have ended
   */
  EndedSessions end(UserId user, @Nullable SessionId only) {
    List<Inspection.Registered> ending =
        store.reader().inspect(user).sessions().stream()
            .filter(session -> only == null || session.session().equals(only))
            .toList();
    // First the sockets: a gateway whose session has ended while it holds the socket begins
    // another.
    Set<GatewayId> gateways = new LinkedHashSet<>();
    ending.forEach(session -> gateways.add(session.gateway()));
    store.gateways().alive().stream().map(Gateways.Alive::gateway).forEach(gateways::add);
    for (GatewayId gateway : gateways) {
      deliveries.evict(new Delivery(gateway, Delivery.Kind.EXPEL, user, 0, List.of(user), only));
    }
    List<SessionReport> reports =
        ending.stream()
            .<SessionReport>map(session -> new SessionReport.Closed(user, session.session(), true))
            .toList();
    for (Applied applied : store.sessions().apply(reports, Map.of())) {
      if (applied instanceof Applied.Done done && done.change() != null) {
        changes.publish(done.change());
      }
    }
    return new EndedSessions(user, ending.stream().map(Inspection.Registered::session).toList());
  }
}
