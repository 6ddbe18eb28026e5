package io.presence.store;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which gateways have sessions that watch somebody explicitly. A watch is a lease of {@link
 * StoreSettings#watchLease}: a gateway that dies is forgotten by itself, one that lives refreshes.
 */
public interface Watches {
  /**
   * The gateway watches these, until a lease from now. Once it returns, whoever commits a change of
   * one of them and asks {@link #watching} afterwards finds the gateway. Idempotent; pipelined.
   *
   * @return those whom the gateway did not watch until now: new ones, and those whose lease has
   *     ended or was lost, of whose changes meanwhile it has not heard
   */
  Set<UserId> watch(GatewayId gateway, Collection<UserId> subjects);

  /** The gateway watches these no longer. Idempotent; pipelined. */
  void unwatch(GatewayId gateway, Collection<UserId> subjects);

  /** Who watches them now; those whom nobody watches are left out. One pipelined round trip. */
  Map<UserId, Set<GatewayId>> watching(Collection<UserId> subjects);
}
