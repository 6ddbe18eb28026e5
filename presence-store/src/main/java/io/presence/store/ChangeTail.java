package io.presence.store;

import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who has changed lately: for those who have told others about them, and compare what they said
 * with what is true.
 */
public interface ChangeTail {
  /** What is older is forgotten. */
  long KEPT_MILLIS = 600_000;

  /**
   * Reads what has changed in shards, oldest first.
   *
   * @param since for each shard, what the read before said is {@link Recent#next}; {@link #NOW} to
   *     begin
   * @param limit at most so many of each shard; the rest comes with the next read
   * @return one for each shard that answered
   * @throws StoreUnavailableException when none did
   */
  List<Recent> read(Map<ShardId, Long> since, int limit);

  /** To read what changes from here on. */
  long NOW = -1;

  /** The versions of people's last changes; without those whom the store does not know. */
  Map<UserId, Long> versions(Collection<UserId> users);

  /**
   * What one read found in one shard.
   *
   * @param next where to go on; a change may be read twice, none is left out
   * @param gap whether something may have been left out all the same, because it was forgotten
   *     since the read before
   */
  record Recent(ShardId shard, List<Changed> changes, long next, boolean gap) {
    public Recent {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Somebody who has changed.
   *
   * @param ageMillis how long ago the last time was
   */
  record Changed(UserId user, long ageMillis) {}
}
