package io.presence.store.redis;

import io.presence.contracts.ShardId;
import io.presence.store.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * When shards began. Plain reads; a script runs only where something is missing or new.
 *
 * <p>One look at a time; remembers what it saw for as long as this process lives.
 */
final class RedisEpochs implements Epochs {
  private static final LuaScript BEGIN = LuaScript.alone("begin_epoch");

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final List<ShardId> shards;
  private final long ttlMillis;

  /** By shard; 0 for none. */
  private final long[] remembered;

  RedisEpochs(RedisNodes nodes, RedisKeys keys, List<ShardId> shards, long ttlMillis) {
    this.nodes = nodes;
    this.keys = keys;
    this.shards = shards;
    this.ttlMillis = ttlMillis;
    remembered = new long[shards.size()];
  }

  @Override
  public synchronized Look look() {
    Pipeline pipeline = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(pipeline);
    List<CompletableFuture<Long>> times = new ArrayList<>(shards.size());
    List<CompletableFuture<@Nullable String>> found = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      times.add(clocks.of(keys.epoch(shard)));
      found.add(pipeline.add(nodes.commands().get(keys.epoch(shard))));
    }
    pipeline.awaitSome();

    Pipeline beginnings = nodes.pipeline();
    List<CompletableFuture<@Nullable String>> values = new ArrayList<>(shards.size());
    for (int i = 0; i < remembered.length; i++) {
      values.add(
          Pipeline.isAnswered(found.get(i))
              ? begun(beginnings, i, found.get(i).join())
              : found.get(i));
    }
    beginnings.settle();

    long uncertain = 0;
    boolean anew = false;
    boolean whole = true;
    for (int i = 0; i < remembered.length; i++) {
      if (!Pipeline.isAnswered(values.get(i)) || !Pipeline.isAnswered(times.get(i))) {
        whole = false;
        continue;
      }
      String value = Objects.requireNonNull(values.get(i).join());
      uncertain =
          Math.max(uncertain, EpochValue.uncertainMillis(value, times.get(i).join(), ttlMillis));
      long begun = EpochValue.parse(value).begun();
      anew |= remembered[i] != 0 && remembered[i] != begun;
      remembered[i] = begun;
    }
    return new Look(uncertain, anew, whole);
  }

  /** What the shard says of its beginning, after it has been told if need be. */
  private CompletableFuture<@Nullable String> begun(
      Pipeline beginnings, int shard, @Nullable String found) {
    if (found != null && EpochValue.parse(found).begun() == remembered[shard]) {
      return CompletableFuture.completedFuture(found);
    }
    return beginnings
        .run(
            BEGIN,
            new String[] {keys.epoch(shards.get(shard))},
            remembered[shard] == 0 ? "" : Long.toString(remembered[shard]))
        .thenApply(value -> value);
  }
}
