package io.presence.store.memory;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.ChangeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Changes that Kafka has not acknowledged. */
final class MemoryChangeLedger implements ChangeLedger {
  private final Memory memory;

  MemoryChangeLedger(Memory memory) {
    this.memory = memory;
  }

  @Override
  public void confirm(Collection<PresenceChanged> changes) {
    synchronized (memory) {
      for (PresenceChanged change : changes) {
        memory.unconfirmed.remove(new Memory.Change(change.userId(), change.version()));
      }
    }
  }

  @Override
  public List<PresenceChanged> overdue(Collection<ShardId> shards, Duration olderThan, int limit) {
    synchronized (memory) {
      long latest = memory.now() - olderThan.toMillis();
      List<PresenceChanged> republished = new ArrayList<>();
      for (ShardId shard : shards) {
        List<Memory.Change> overdue =
            of(shard)
                .filter(entry -> entry.getValue() <= latest)
                .sorted(Comparator.comparingLong(Map.Entry::getValue))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        overdue.forEach(memory.unconfirmed::remove);
        Map<UserId, Long> oldest = new LinkedHashMap<>();
        overdue.forEach(change -> oldest.merge(change.user(), change.version(), Math::min));
        oldest.forEach((user, version) -> republish(user, version, republished));
      }
      return republished;
    }
  }

  @Override
  public long unconfirmed(Collection<ShardId> shards) {
    synchronized (memory) {
      return shards.stream().mapToLong(shard -> of(shard).count()).sum();
    }
  }

  private void republish(UserId user, long oldest, List<PresenceChanged> republished) {
    Person person = memory.person(user);
    if (person == null) {
      return;
    }
    memory.unconfirmed.put(new Memory.Change(user, person.version), memory.now());
    republished.add(person.republish(oldest, memory.now()));
  }

  private Stream<Map.Entry<Memory.Change, Long>> of(ShardId shard) {
    return memory.unconfirmed.entrySet().stream()
        .filter(entry -> memory.settings.sharding().shardOf(entry.getKey().user()).equals(shard));
  }
}
