package io.presence.store;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which gateways live, and which users are connected to them. */
public interface Gateways {
  /**
   * How long a gateway counts as alive after it announced itself, milliseconds. Gateways announce
   * themselves every fifth of it.
   */
  long ALIVE_MILLIS = 15_000;

  /**
   * This gateway lives, with so many sockets. Must return before the gateway accepts its first
   * client.
   */
  void announce(GatewayId gateway, int connections);

  /** This gateway is going away. Idempotent. */
  void withdraw(GatewayId gateway);

  /** Those that announced themselves within {@link #ALIVE_MILLIS}; in the order of their ids. */
  List<Alive> alive();

  /**
   * How long a gateway counts as listening for a user, milliseconds. It says so again every third
   * of it, for as long as it does.
   */
  long LISTENING_MILLIS = 30_000;

  /**
   * This gateway holds a stream of each of these users: viewers who have no session, so that
   * nothing else tells that changes matter here. Must return before the stream's snapshot is read.
   * One pipelined round trip. Nobody takes it back: it runs out.
   */
  void listen(GatewayId gateway, Collection<UserId> users);

  /**
   * Which gateways hold a socket of which of these users, by the connection registry, or listen for
   * them; gateways without any are left out. One pipelined round trip.
   */
  Map<GatewayId, Set<UserId>> holding(Collection<UserId> users);

  /** A living gateway and how many sockets it holds. */
  record Alive(GatewayId gateway, int connections) {}
}
