package io.presence.expiry.sweep;

import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.UserId;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which shards this worker owns: those whose partition of {@code presence.changes} it was assigned.
 * Written by the consumer's thread, read by all. Two workers may believe to own a shard for a
 * moment, or none: deciding twice is harmless, and what nobody owns is swept half a second later.
 */
@Singleton
public final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final Sharding sharding;
  private volatile Set<ShardId> owned = Set.of();

  Ownership(StoreSettings settings) {
    this.sharding = settings.sharding();
  }

  /**
   * @param assigned the partitions that this worker reads now
   * @param partitions how many the topic has; must be positive unless nothing is assigned
   */
  public void assigned(Set<Integer> assigned, int partitions) {
    Set<ShardId> now =
        assigned.isEmpty()
            ? Set.of()
            : sharding.all().stream()
                .filter(shard -> assigned.contains(Sharding.changesPartition(shard, partitions)))
                .collect(Collectors.toUnmodifiableSet());
    if (!now.equals(owned)) {
      owned = now;
      LOG.info(
          "Owns {} of {} shards, by {} of {} partitions",
          now.size(),
          sharding.shards(),
          assigned.size(),
          partitions);
    }
  }

  /** The shards whose deadlines, and rooms, are this worker's. */
  public Set<ShardId> owned() {
    return owned;
  }

  boolean owns(UserId user) {
    return owned.contains(sharding.shardOf(user));
  }

  public Sharding sharding() {
    return sharding;
  }
}
