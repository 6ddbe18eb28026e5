package io.presence.store;

import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * A number per person that grows with every change of who may see them or whom they may see: caches
 * of audiences go by it.
 */
public interface GraphVersions {
  /**
   * The versions; 0 for those never changed. After a shard was emptied, another number for those
   * who have none: what was cached of them by 0 may be wrong, since what they had is lost. One
   * pipelined round trip.
   */
  Map<UserId, Long> read(Collection<UserId> users);

  /**
   * Raises each to {@code max(previous + 1, TIME in ms)}.
   *
   * @return the new versions
   */
  Map<UserId, Long> bump(Collection<UserId> users);
}
