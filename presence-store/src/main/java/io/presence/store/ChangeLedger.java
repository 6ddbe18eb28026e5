package io.presence.store;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Remembers each change from its commit until Kafka has acknowledged it. A change is entered by the
 * script that commits it, so none can be lost between the store and Kafka.
 */
public interface ChangeLedger {
  /** Kafka has acknowledged these. Idempotent. */
  void confirm(Collection<PresenceChanged> changes);

  /**
   * The current state of people with a change that has waited too long, as {@link
   * io.presence.contracts.Cause#REPUBLISHED} records with the person's current version; entries of
   * older versions of the same person are dropped, since the newest says it all.
   *
   * @param olderThan how long a change must have waited
   * @param limit at most this many of each shard
   * @return those of the shards that answered
   * @throws StoreUnavailableException when none did
   */
  List<PresenceChanged> overdue(Collection<ShardId> shards, Duration olderThan, int limit);

  /** How many changes wait for Kafka, over the given shards. */
  long unconfirmed(Collection<ShardId> shards);
}
