package io.presence.expiry.fanout;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Gateways;
import io.presence.store.PresenceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which gateways are addressed: with a handful of them all, since they know their own
 * sockets best; with more those that hold a viewer, by the connection registry.
 *
 * <p>Read anew for each batch, after it was read from Kafka: a gateway announces itself before its
 * first client, and registers a client before it reads the client's snapshot, so whoever is not
 * found here will have the change in that snapshot.
 */
@Singleton
final class ViewerLocator {
  /** Users in one question to the registry. */
  private static final int PAGE = 5_000;

  private final Gateways gateways;
  private final int broadcastGateways;

  ViewerLocator(PresenceStore store, FanOutSettings settings) {
    this.gateways = store.gateways();
    this.broadcastGateways = settings.broadcastGateways();
  }

  /**
   * @param viewers everybody whom the batch may concern
   */
  Whereabouts locate(Collection<UserId> viewers) {
    List<GatewayId> alive = gateways.alive().stream().map(Gateways.Alive::gateway).toList();
    if (alive.size() <= broadcastGateways) {
      return new Whereabouts.Everywhere(alive);
    }
    List<UserId> asked = List.copyOf(new HashSet<>(viewers));
    Map<GatewayId, Set<UserId>> holding = new HashMap<>();
    for (int from = 0; from < asked.size(); from += PAGE) {
      List<UserId> page = asked.subList(from, Math.min(from + PAGE, asked.size()));
      gateways
          .holding(page)
          .forEach((gateway, users) ->
              holding.computeIfAbsent(gateway, g -> new HashSet<>()).addAll(users));
    }
    // A gateway that died without a goodbye is still in the registry until its sessions lapse.
    holding.keySet().retainAll(new HashSet<>(alive));
    return new Whereabouts.Registered(holding);
  }

  /** Where the viewers of a batch are. */
  sealed interface Whereabouts {
    /** The gateways to address for these viewers, and for whom each; none without anybody. */
    Map<GatewayId, List<UserId>> of(List<UserId> viewers);

    /** All gateways, each with all viewers. */
    record Everywhere(List<GatewayId> alive) implements Whereabouts {
      @Override
      public Map<GatewayId, List<UserId>> of(List<UserId> viewers) {
        Map<GatewayId, List<UserId>> addressed = new HashMap<>();
        if (!viewers.isEmpty()) {
          alive.forEach(gateway -> addressed.put(gateway, viewers));
        }
        return addressed;
      }
    }

    /** Those that hold somebody, each with whom it holds. */
    record Registered(Map<GatewayId, Set<UserId>> holding) implements Whereabouts {
      @Override
      public Map<GatewayId, List<UserId>> of(List<UserId> viewers) {
        Map<GatewayId, List<UserId>> addressed = new HashMap<>();
        holding.forEach((gateway, users) -> {
          List<UserId> here = new ArrayList<>();
          viewers.stream().filter(users::contains).forEach(here::add);
          if (!here.isEmpty()) {
            addressed.put(gateway, here);
          }
        });
        return addressed;
      }
    }
  }
}
