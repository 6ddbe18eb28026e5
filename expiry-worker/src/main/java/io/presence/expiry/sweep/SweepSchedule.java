package io.presence.expiry.sweep;

import io.presence.contracts.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When to look at which shard next. Pure: it is told the time, in milliseconds of any clock that
 * does not jump, and never asks. Safe for the sweeper and those who hint.
 *
 * <p>An own shard is looked at when its next known deadline comes, one of another worker when that
 * deadline is past the grace; no sooner than {@code finest} after the last look (but at once after
 * a full page), no later than {@code coarsest}.
 */
final class SweepSchedule {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long finest;
  private final long coarsest;
  private final long grace;
  private final long[] next;
  private final long[] last;
  private final boolean[] own;

  SweepSchedule(int shards, Duration finest, Duration coarsest, Duration grace) {
    this.finest = finest.toMillis();
    this.coarsest = coarsest.toMillis();
    this.grace = grace.toMillis();
    this.next = new long[shards];
    this.last = new long[shards];
    this.own = new boolean[shards];
    Arrays.fill(next, NEVER);
    Arrays.fill(last, NEVER);
  }

  /** The shards to look at now. One that has just become this worker's own is looked at at once. */
  synchronized Due due(Set<ShardId> owned, long now) {
    List<ShardId> ours = new ArrayList<>();
    List<ShardId> others = new ArrayList<>();
    for (int i = 0; i < next.length; i++) {
      ShardId shard = new ShardId(i);
      boolean isOwn = owned.contains(shard);
      if (isOwn && !own[i]) {
        next[i] = now;
      }
      own[i] = isOwn;
      if (next[i] <= now) {
        (isOwn ? ours : others).add(shard);
      }
    }
    return new Due(ours, others);
  }

  /**
   * A shard was looked at.
   *
   * @param nextIn milliseconds until its next known deadline, 0 when one has passed but not its
   *     grace
   * @param full whether there may be more that is due
   */
  synchronized void looked(ShardId shard, long nextIn, boolean full, long now) {
    int i = shard.index();
    last[i] = now;
    if (full) {
      next[i] = now;
      return;
    }
    // When a deadline passed is not said: its grace may end at any moment, so look often until
    // then.
    long wait = own[i] ? nextIn : nextIn == 0 ? finest : nextIn + grace;
    next[i] = now + Math.clamp(wait, finest, coarsest);
  }

  /** A deadline was set, so many milliseconds from now. */
  synchronized void hint(ShardId shard, long in, long now) {
    int i = shard.index();
    long at = now + Math.max(0, in) + (own[i] ? 0 : grace);
    next[i] = Math.min(next[i], Math.max(at, last[i] + finest));
  }

  /** Nothing could be looked at: all of it again, after a pause. */
  synchronized void postpone(Due due, long until) {
    postpone(due.ours(), until);
    postpone(due.others(), until);
  }

  /** These could not be looked at. */
  synchronized void postpone(Collection<ShardId> shards, long until) {
    shards.forEach(shard -> next[shard.index()] = until);
  }

  /** Milliseconds until something is due; 0 when something is. */
  synchronized long waitFrom(long now) {
    long earliest = Arrays.stream(next).min().orElse(now);
    return Math.clamp(earliest - now, 0, coarsest);
  }

  /** Shards to be looked at: our own at their deadlines, others past the grace. */
  record Due(List<ShardId> ours, List<ShardId> others) {
    Set<ShardId> all() {
      Set<ShardId> all = new HashSet<>(ours);
      all.addAll(others);
      return all;
    }

    boolean isEmpty() {
      return ours.isEmpty() && others.isEmpty();
    }
  }
}
