package io.presence.expiry.sweep;

import io.presence.contracts.ShardId;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;

/**
 * When nothing may be decided in a shard, because its part of the store was away: leases ran out
 * meanwhile that nobody could renew. For one renewal interval and a second after it has come back
 * gateways have time to report whom they still hear; until then No false offline goes before No
 * ghosts. Shards on other nodes of a cluster go on.
 *
 * <p>Times are milliseconds of one clock that does not jump. Thread-safe.
 */
@Singleton
final class Outage {
  private static final long MARGIN_MILLIS = 1_000;

  /** A sweeper that has not looked for longer has just begun, or was stopped: it cannot know. */
  private static final long GAP_MILLIS = 3_000;

  private static final long MARK_MILLIS = 1_000;

  private final long quietMillis;
  private final boolean[] ongoing;
  private final long[] decidesAt;
  private long lookedAt = Long.MIN_VALUE / 2;
  private long markedAt = Long.MIN_VALUE / 2;

  Outage(StoreSettings settings) {
    // A third of the TTL: what gateways renew at.
    quietMillis = settings.ttl().toMillis() / 3 + MARGIN_MILLIS;
    int shards = settings.sharding().shards();
    ongoing = new boolean[shards];
    decidesAt = new long[shards];
    Arrays.fill(decidesAt, Long.MIN_VALUE);
  }

  /** For how long nothing is decided after a shard has come back. */
  long quietMillis() {
    return quietMillis;
  }

  /**
   * These did not answer.
   *
   * @return whether that is news: all answered until now
   */
  synchronized boolean failed(Collection<ShardId> shards) {
    boolean news = silent() == 0 && !shards.isEmpty();
    shards.forEach(shard -> ongoing[shard.index()] = true);
    return news;
  }

  /** These answer; asked without deciding anything. */
  synchronized void ended(Collection<ShardId> shards, long now) {
    for (ShardId shard : shards) {
      if (ongoing[shard.index()]) {
        ongoing[shard.index()] = false;
        decidesAt[shard.index()] = now + quietMillis;
      }
    }
  }

  /** How many shards are away. */
  synchronized int silent() {
    int silent = 0;
    for (boolean away : ongoing) {
      silent += away ? 1 : 0;
    }
    return silent;
  }

  /**
   * Whether the store may have been away without anybody here to see it. To be followed by {@link
   * #sure} or {@link #missed}; until then nothing is decided.
   */
  synchronized boolean mayHaveMissed(long now) {
    return now - lookedAt > GAP_MILLIS;
  }

  /** Somebody else has looked meanwhile: there is nothing to wait for. */
  synchronized void sure(long now) {
    lookedAt = now;
  }

  /** Leases may have run out, in any shard, that nobody could renew. */
  synchronized void missed(long now) {
    Arrays.fill(decidesAt, now + quietMillis);
    lookedAt = now + quietMillis;
  }

  /**
   * All that was due was looked at.
   *
   * @return whether it is time to say so to those who begin later; not while a shard is away, nor
   *     while one waits
   */
  synchronized boolean looked(long now) {
    lookedAt = Math.max(lookedAt, now);
    boolean all = silent() == 0 && Arrays.stream(decidesAt).allMatch(at -> now >= at);
    boolean marks = all && now - markedAt >= MARK_MILLIS;
    if (marks) {
      markedAt = now;
    }
    return marks;
  }

  synchronized boolean isOngoing(ShardId shard) {
    return ongoing[shard.index()];
  }

  synchronized boolean mayDecide(ShardId shard, long now) {
    return !ongoing[shard.index()] && now >= decidesAt[shard.index()] && !mayHaveMissed(now);
  }

  /** When deciding goes on in a shard that answers again. */
  synchronized long decidesAt(ShardId shard) {
    return decidesAt[shard.index()];
  }
}
