package io.presence.store;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Decides what time decides: leases that ran out, people who turned idle, hand-set statuses that
 * ended.
 */
public interface Deadlines {
  /**
   * Finds and decides what is due in the shards, at most {@code limit} sessions and {@code limit}
   * timers of each. Each decision re-checks the truth in one script, so that however many workers
   * look, one gets the change and the others nothing (invariant Announced at least once, applied
   * once).
   *
   * @param grace how long past its deadline something must be: zero for the owner of a shard, 500
   *     ms for the others
   * @return one for each shard, in the order given
   */
  List<Sweep> sweep(Collection<ShardId> shards, Duration grace, int limit);

  /** How long {@link #sweptLately} remembers a sweep, milliseconds. */
  long SWEPT_MILLIS = 5_000;

  /** Somebody has just swept; to be said about once a second. */
  void swept();

  /**
   * Whether somebody has swept lately. If nobody has, leases may have run out that nobody could
   * renew: the store may have been away, whoever asks was not there to see it.
   */
  boolean sweptLately();

  /**
   * The same decision for one session, on the hint that its lease has expired.
   *
   * @return the change; empty when the lease lives, the session has been decided before, or nobody
   *     could notice
   */
  Optional<PresenceChanged> decide(UserId user, SessionId session);

  /**
   * Calls back for each expired lease that the server tells of: a hint, late, more than once or
   * never. Runs on an I/O thread: the callback must hand over at once.
   *
   * @return closes the subscription
   */
  AutoCloseable onLeaseExpired(BiConsumer<UserId, SessionId> hint);

  /**
   * One look at a shard.
   *
   * @param changes transitions, to be published and then confirmed
   * @param decided sessions whose end was decided now, whether or not anybody could notice
   * @param latest how far past its deadline the latest of them was, milliseconds; 0 when none
   * @param nextIn milliseconds until the shard's next known deadline, without grace; never
   *     negative; at most the TTL, since a session may begin right after the look. A timer that is
   *     set after the look may be sooner: {@link PresenceChanged#nextTimer} tells of it
   */
  record Sweep(
      ShardId shard, List<PresenceChanged> changes, int decided, long latest, long nextIn) {
    public Sweep {
      changes = List.copyOf(changes);
    }
  }
}
