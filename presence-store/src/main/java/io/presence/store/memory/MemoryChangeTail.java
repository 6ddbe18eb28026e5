package io.presence.store.memory;

import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.ChangeTail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has changed lately. */
final class MemoryChangeTail implements ChangeTail {
  private final Memory memory;

  MemoryChangeTail(Memory memory) {
    this.memory = memory;
  }

  @Override
  public List<Recent> read(Map<ShardId, Long> since, int limit) {
    synchronized (memory) {
      List<Recent> read = new ArrayList<>();
      since.forEach((shard, from) -> read.add(read(shard, from, limit)));
      return read;
    }
  }

  private Recent read(ShardId shard, long since, int limit) {
    long now = memory.now();
    if (since == NOW) {
      return new Recent(shard, List.of(), now, false);
    }
    List<Map.Entry<UserId, Long>> listed =
        memory.changed.entrySet().stream()
            .filter(entry -> memory.settings.sharding().shardOf(entry.getKey()).equals(shard))
            .filter(entry -> entry.getValue() >= since)
            .sorted(Comparator.comparingLong(Map.Entry::getValue))
            .limit(limit)
            .toList();
    boolean gap = since < now - KEPT_MILLIS;
    long next = now;
    if (listed.size() >= limit) {
      next = listed.getLast().getValue();
      if (next <= since) {
        next = since + 1;
        gap = true;
      }
    }
    return new Recent(
        shard,
        listed.stream().map(entry -> new Changed(entry.getKey(), now - entry.getValue())).toList(),
        next,
        gap);
  }

  @Override
  public Map<UserId, Long> versions(Collection<UserId> users) {
    synchronized (memory) {
      Map<UserId, Long> versions = new HashMap<>();
      for (UserId user : users) {
        Person person = memory.person(user);
        if (person != null) {
          versions.put(user, person.version);
        }
      }
      return versions;
    }
  }
}
