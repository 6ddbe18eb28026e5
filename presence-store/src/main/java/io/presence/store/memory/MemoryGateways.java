package io.presence.store.memory;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Gateways;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The gateways that live, and who is connected to them. */
final class MemoryGateways implements Gateways {
  private final Memory memory;
  private final Map<GatewayId, Announced> announced = new TreeMap<>();

  /** Until when which gateway listens for whom. */
  private final Map<UserId, Map<GatewayId, Long>> listening = new HashMap<>();

  MemoryGateways(Memory memory) {
    this.memory = memory;
  }

  void clear() {
    announced.clear();
    listening.clear();
  }

  @Override
  public void announce(GatewayId gateway, int connections) {
    synchronized (memory) {
      announced.put(gateway, new Announced(memory.now(), connections));
    }
  }

  @Override
  public void withdraw(GatewayId gateway) {
    synchronized (memory) {
      announced.remove(gateway);
    }
  }

  @Override
  public List<Alive> alive() {
    synchronized (memory) {
      long silentSince = memory.now() - ALIVE_MILLIS;
      announced.values().removeIf(gateway -> gateway.at() <= silentSince);
      return announced.entrySet().stream()
          .map(entry -> new Alive(entry.getKey(), entry.getValue().connections()))
          .toList();
    }
  }

  @Override
  public void listen(GatewayId gateway, Collection<UserId> users) {
    synchronized (memory) {
      for (UserId user : users) {
        listening
            .computeIfAbsent(user, key -> new HashMap<>())
            .put(gateway, memory.now() + LISTENING_MILLIS);
      }
    }
  }

  @Override
  public Map<GatewayId, Set<UserId>> holding(Collection<UserId> users) {
    synchronized (memory) {
      Map<GatewayId, Set<UserId>> holding = new HashMap<>();
      for (UserId user : users) {
        listeners(user)
            .forEach(gateway -> holding.computeIfAbsent(gateway, key -> new HashSet<>()).add(user));
        Person person = memory.person(user);
        if (person == null) {
          continue;
        }
        for (Session session : person.sessions.values()) {
          if (!session.lost && !session.gateway.equals(GatewayId.NONE)) {
            holding.computeIfAbsent(session.gateway, key -> new HashSet<>()).add(user);
          }
        }
      }
      return holding;
    }
  }

  private Set<GatewayId> listeners(UserId user) {
    Map<GatewayId, Long> gateways = listening.get(user);
    if (gateways == null) {
      return Set.of();
    }
    long now = memory.now();
    gateways.values().removeIf(until -> until <= now);
    return gateways.keySet();
  }

  private record Announced(long at, int connections) {}
}
