package io.presence.store.redis;

import io.lettuce.core.Limit;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code changed} and {@code graphed} of all shards, and the one field of a person that counts. */
final class RedisRecentChanges implements RecentChanges {
  private static final LuaScript STATUSES = LuaScript.alone("list_statuses");
  private static final int PAGE = 2_000;

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

  /** Page by page, so that no answer holds up whoever else asks the node. */
  private Map<UserId, Long> since(Function<ShardId, String> key, long since) {
    Map<UserId, Long> users = new HashMap<>();
    Map<ShardId, Page> open = new HashMap<>();
    sharding.all().forEach(shard -> open.put(shard, new Page(since, PAGE)));
    while (!open.isEmpty()) {
      Pipeline pipeline = nodes.pipeline();
      Map<ShardId, CompletableFuture<List<ScoredValue<String>>>> answers = new HashMap<>();
      open.forEach((shard, page) ->
          answers.put(
              shard,
              pipeline.add(
                  nodes
                      .commands()
                      .zrangebyscoreWithScores(
                          key.apply(shard), page.range(), Limit.create(0, page.size())))));
      pipeline.await();
      answers.forEach((shard, answer) -> {
        List<ScoredValue<String>> found = answer.join();
        found.forEach(user -> users.put(new UserId(user.getValue()), (long) user.getScore()));
        open.computeIfPresent(shard, (same, page) -> page.after(found));
      });
    }
    return users;
  }

  /** Whoever changes meanwhile moves to the end: from the last time on, nobody is left out. */
  private record Page(long from, int size) {
    Range<Long> range() {
      return Range.from(Range.Boundary.including(from), Range.Boundary.unbounded());
    }

    /** The next one; null when this was the last. */
    @Nullable Page after(List<ScoredValue<String>> found) {
      if (found.size() < size) {
        return null;
      }
      long last = (long) found.getLast().getScore();
      // A millisecond that fills a page needs a larger one.
      return last > from ? new Page(last, PAGE) : new Page(from, 2 * size);
    }
  }

  /** A script for each shard: a command for each person costs this side several times as much. */
  @Override
  public Map<UserId, Status> statuses(Collection<UserId> users) {
    Map<ShardId, List<UserId>> ofShards = new HashMap<>();
    for (UserId user : Set.copyOf(users)) {
      ofShards.computeIfAbsent(sharding.shardOf(user), shard -> new ArrayList<>()).add(user);
    }
    Pipeline pipeline = nodes.pipeline();
    Map<ShardId, CompletableFuture<List<String>>> answers = new HashMap<>();
    ofShards.forEach((shard, some) -> {
      String[] people = some.stream().map(keys::person).toArray(String[]::new);
      answers.put(shard, pipeline.list(STATUSES, people));
    });
    pipeline.await();
    Map<UserId, Status> statuses = HashMap.newHashMap(users.size());
    ofShards.forEach((shard, some) -> {
      List<String> words = Objects.requireNonNull(answers.get(shard)).join();
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        statuses.put(some.get(i), word.isEmpty() ? Status.OFFLINE : Status.ofWord(word));
      }
    });
    return statuses;
  }
}
