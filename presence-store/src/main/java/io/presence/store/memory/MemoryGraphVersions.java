package io.presence.store.memory;

import io.presence.contracts.UserId;
import io.presence.store.GraphVersions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** A number for each person whose graph ever changed. */
final class MemoryGraphVersions implements GraphVersions {
  private final Memory memory;
  private final Map<UserId, Long> versions = new HashMap<>();

  MemoryGraphVersions(Memory memory) {
    this.memory = memory;
  }

  void clear() {
    versions.clear();
  }

  @Override
  public Map<UserId, Long> read(Collection<UserId> users) {
    synchronized (memory) {
      Map<UserId, Long> read = HashMap.newHashMap(users.size());
      for (UserId user : users) {
        read.put(user, versions.getOrDefault(user, memory.missingGraphVersion()));
      }
      return read;
    }
  }

  @Override
  public Map<UserId, Long> bump(Collection<UserId> users) {
    synchronized (memory) {
      for (UserId user : new HashSet<>(users)) {
        versions.merge(user, memory.now(), (previous, now) -> Math.max(previous + 1, now));
        memory.graphed.put(user, memory.now());
      }
      return read(users);
    }
  }
}
