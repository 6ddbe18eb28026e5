package io.presence.store.memory;

import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.RecentChanges;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What changed lately. */
final class MemoryRecentChanges implements RecentChanges {
  private final Memory memory;

  MemoryRecentChanges(Memory memory) {
    this.memory = memory;
  }

  @Override
  public long now() {
    synchronized (memory) {
      return memory.now();
    }
  }

  @Override
  public Map<UserId, Long> states(long since) {
    return since(memory.changed, since);
  }

  @Override
  public Map<UserId, Long> graphs(long since) {
    return since(memory.graphed, since);
  }

  private Map<UserId, Long> since(Map<UserId, Long> times, long since) {
    synchronized (memory) {
      long forgotten = memory.now() - KEPT.toMillis();
      times.values().removeIf(at -> at <= forgotten);
      return times.entrySet().stream()
          .filter(entry -> entry.getValue() >= since)
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  @Override
  public Map<UserId, Status> statuses(Collection<UserId> users) {
    synchronized (memory) {
      Map<UserId, Status> statuses = HashMap.newHashMap(users.size());
      for (UserId user : users) {
        Person person = memory.person(user);
        statuses.put(user, person == null ? Status.OFFLINE : person.state().status());
      }
      return statuses;
    }
  }
}
