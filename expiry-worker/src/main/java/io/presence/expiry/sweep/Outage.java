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

  private final long quietMillis;
  private final boolean[] ongoing;
  private final long[] decidesAt;

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

  synchronized boolean isOngoing(ShardId shard) {
    return ongoing[shard.index()];
  }

  synchronized boolean mayDecide(ShardId shard, long now) {
    return !ongoing[shard.index()] && now >= decidesAt[shard.index()];
  }

  /** When deciding goes on in a shard that answers again. */
  synchronized long decidesAt(ShardId shard) {
    return decidesAt[shard.index()];
  }
}
