package io.presence.store.memory;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Watches;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who watches whom, and until when. */
final class MemoryWatches implements Watches {
  private final Memory memory;
  private final Map<UserId, Map<GatewayId, Long>> untils = new HashMap<>();

  MemoryWatches(Memory memory) {
    this.memory = memory;
  }

  void clear() {
    untils.clear();
  }

  @Override
  public Set<UserId> watch(GatewayId gateway, Collection<UserId> subjects) {
    synchronized (memory) {
      long now = memory.now();
      long until = now + memory.settings.watchLease().toMillis();
      Set<UserId> fresh = new HashSet<>();
      for (UserId subject : new HashSet<>(subjects)) {
        Long before = untils.computeIfAbsent(subject, key -> new HashMap<>()).put(gateway, until);
        if (before == null || before <= now) {
          fresh.add(subject);
        }
      }
      return fresh;
    }
  }

  @Override
  public void unwatch(GatewayId gateway, Collection<UserId> subjects) {
    synchronized (memory) {
      for (UserId subject : subjects) {
        untils.computeIfPresent(
            subject,
            (key, gateways) -> {
              gateways.remove(gateway);
              return gateways.isEmpty() ? null : gateways;
            });
      }
    }
  }

  @Override
  public Map<UserId, Set<GatewayId>> watching(Collection<UserId> subjects) {
    synchronized (memory) {
      long now = memory.now();
      untils
          .values()
          .removeIf(gateways -> {
            gateways.values().removeIf(until -> until <= now);
            return gateways.isEmpty();
          });
      Map<UserId, Set<GatewayId>> watching = new HashMap<>();
      for (UserId subject : subjects) {
        Map<GatewayId, Long> gateways = untils.get(subject);
        if (gateways != null) {
          watching.put(subject, Set.copyOf(gateways.keySet()));
        }
      }
      return watching;
    }
  }
}
