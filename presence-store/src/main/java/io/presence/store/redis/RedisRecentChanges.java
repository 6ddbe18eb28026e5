package io.presence.store.redis;

import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.RecentChanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code changed} and {@code graphed} of all shards, and the one field of a person that counts. */
final class RedisRecentChanges implements RecentChanges {
  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final Sharding sharding;

  RedisRecentChanges(RedisNodes nodes, RedisKeys keys, Sharding sharding) {
    this.nodes = nodes;
    this.keys = keys;
    this.sharding = sharding;
  }

  @Override
  public long now() {
    Pipeline pipeline = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(pipeline);
    List<CompletableFuture<Long>> times =
        sharding.all().stream().map(shard -> clocks.of(keys.changed(shard))).toList();
    pipeline.await();
    // What was read of no node until then.
    return times.stream().mapToLong(CompletableFuture::join).min().orElseThrow();
  }

  @Override
  public Map<UserId, Long> states(long since) {
    return since(keys::changed, since);
  }

  @Override
  public Map<UserId, Long> graphs(long since) {
    return since(keys::graphed, since);
  }

  private Map<UserId, Long> since(Function<ShardId, String> key, long since) {
    Range<Long> range = Range.from(Range.Boundary.including(since), Range.Boundary.unbounded());
    Pipeline pipeline = nodes.pipeline();
    List<CompletableFuture<List<ScoredValue<String>>>> answers = new ArrayList<>(sharding.shards());
    for (ShardId shard : sharding.all()) {
      answers.add(pipeline.add(nodes.commands().zrangebyscoreWithScores(key.apply(shard), range)));
    }
    pipeline.await();
    Map<UserId, Long> users = new HashMap<>();
    for (CompletableFuture<List<ScoredValue<String>>> answer : answers) {
      answer.join().forEach(user -> users.put(new UserId(user.getValue()), (long) user.getScore()));
    }
    return users;
  }

  @Override
  public Map<UserId, Status> statuses(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, CompletableFuture<@Nullable String>> answers = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      answers.computeIfAbsent(
          user, key -> pipeline.add(nodes.commands().hget(keys.person(key), "st")));
    }
    pipeline.await();
    Map<UserId, Status> statuses = HashMap.newHashMap(answers.size());
    answers.forEach((user, answer) -> {
      String word = answer.join();
      statuses.put(user, word == null ? Status.OFFLINE : Status.ofWord(word));
    });
    return statuses;
  }
}
