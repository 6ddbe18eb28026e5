package io.presence.store.redis;

import io.presence.contracts.ShardId;
import io.presence.store.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * When shards began. Plain reads; a script runs only where something is missing or new.
 *
 * <p>One look at a time; remembers what it saw for as long as this process lives.
 */
final class RedisEpochs implements Epochs {
  private static final LuaScript BEGIN = LuaScript.alone("begin_epoch");

  private final RedisNode node;
  private final RedisKeys keys;
  private final List<ShardId> shards;
  private final long ttlMillis;

  /** By shard; 0 for none. */
  private final long[] remembered;

  RedisEpochs(RedisNode node, RedisKeys keys, List<ShardId> shards, long ttlMillis) {
    this.node = node;
    this.keys = keys;
    this.shards = shards;
    this.ttlMillis = ttlMillis;
    remembered = new long[shards.size()];
  }

  @Override
  public synchronized Look look() {
    Pipeline pipeline = node.pipeline();
    CompletableFuture<List<String>> time = pipeline.add(node.commands().time());
    List<CompletableFuture<@Nullable String>> found = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      found.add(pipeline.add(node.commands().get(keys.epoch(shard))));
    }
    pipeline.await();
    long now = RedisNode.millis(time.join());

    Pipeline beginnings = node.pipeline();
    List<CompletableFuture<String>> values = new ArrayList<>(shards.size());
    for (int i = 0; i < remembered.length; i++) {
      String value = found.get(i).join();
      boolean known = value != null && EpochValue.parse(value).begun() == remembered[i];
      values.add(
          known && value != null
              ? CompletableFuture.completedFuture(value)
              : beginnings.run(
                  BEGIN,
                  new String[] {keys.epoch(shards.get(i))},
                  remembered[i] == 0 ? "" : Long.toString(remembered[i])));
    }
    beginnings.await();

    long uncertain = 0;
    boolean anew = false;
    for (int i = 0; i < remembered.length; i++) {
      String value = values.get(i).join();
      uncertain = Math.max(uncertain, EpochValue.uncertainMillis(value, now, ttlMillis));
      long begun = EpochValue.parse(value).begun();
      anew |= remembered[i] != 0 && remembered[i] != begun;
      remembered[i] = begun;
    }
    return new Look(uncertain, anew);
  }
}
