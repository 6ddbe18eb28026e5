package io.presence.store.redis;

import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.ChangeTail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The ranges of {@code changed}, which {@code settle} in {@code person.lua} writes and trims. */
final class RedisChangeTail implements ChangeTail {
  private static final LuaScript LIST = LuaScript.alone("list_changed");

  private final RedisNodes nodes;
  private final RedisKeys keys;

  RedisChangeTail(RedisNodes nodes, RedisKeys keys) {
    this.nodes = nodes;
    this.keys = keys;
  }

  @Override
  public List<Recent> read(Map<ShardId, Long> since, int limit) {
    Pipeline pipeline = nodes.pipeline();
    Map<ShardId, CompletableFuture<List<String>>> lists = HashMap.newHashMap(since.size());
    since.forEach((shard, from) ->
        lists.put(
            shard,
            pipeline.list(
                LIST,
                new String[] {keys.changed(shard)},
                from == NOW ? "" : Long.toString(from),
                Integer.toString(limit),
                Long.toString(KEPT_MILLIS))));
    pipeline.awaitSome();
    List<Recent> read = new ArrayList<>(lists.size());
    lists.forEach((shard, list) -> {
      if (Pipeline.isAnswered(list)) {
        read.add(recent(shard, list.join()));
      }
    });
    return read;
  }

  /** What the script answers: now, next, gap, then user and time of each. */
  private static Recent recent(ShardId shard, List<String> answer) {
    long now = Long.parseLong(answer.get(0));
    List<Changed> changes = new ArrayList<>();
    for (int i = 3; i < answer.size(); i += 2) {
      long at = (long) Double.parseDouble(answer.get(i + 1));
      changes.add(new Changed(new UserId(answer.get(i)), Math.max(0, now - at)));
    }
    return new Recent(shard, changes, Long.parseLong(answer.get(1)), answer.get(2).equals("1"));
  }

  @Override
  public Map<UserId, Long> versions(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, CompletableFuture<@Nullable String>> asked = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      asked.computeIfAbsent(
          user, key -> pipeline.add(nodes.commands().hget(keys.person(key), "v")));
    }
    pipeline.await();
    Map<UserId, Long> versions = HashMap.newHashMap(asked.size());
    asked.forEach((user, answer) -> {
      String version = answer.join();
      if (version != null) {
        versions.put(user, Long.parseLong(version));
      }
    });
    return versions;
  }
}
