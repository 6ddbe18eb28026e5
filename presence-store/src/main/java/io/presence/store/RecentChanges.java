package io.presence.store;

import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * What changed lately, over all shards, for whoever keeps a copy of many people and does not want
 * to read them all again. Ask {@link #now()} first, then read; go on from there the next time.
 */
public interface RecentChanges {
  /** How far back it goes; whoever looked last before that must read everything again. */
  Duration KEPT = Duration.ofMinutes(10);

  /** The node's TIME, epoch milliseconds. */
  long now();

  /**
   * Whose state, as {@link io.presence.contracts.Merge} gives it, has changed.
   *
   * @param since epoch milliseconds, inclusive
   * @return when, of each the last time
   */
  Map<UserId, Long> states(long since);

  /**
   * Whose {@link GraphVersions graph version} was raised.
   *
   * @param since epoch milliseconds, inclusive
   * @return when, of each the last time
   */
  Map<UserId, Long> graphs(long since);

  /**
   * The merged statuses, and nothing else of them. One pipelined round trip to each node.
   *
   * @return one for each user; offline for those of whom nothing is known
   */
  Map<UserId, Status> statuses(Collection<UserId> users);
}
