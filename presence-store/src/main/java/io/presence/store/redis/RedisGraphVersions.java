package io.presence.store.redis;

import io.presence.contracts.UserId;
import io.presence.store.GraphVersions;
import io.presence.store.RecentChanges;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One string for each person whose graph ever changed. A version that was raised and lost again
 * would make caches trust what they held before (invariant Read-your-privacy-writes): it is copied
 * before anybody is told.
 */
final class RedisGraphVersions implements GraphVersions {
  private static final long JUST_EMPTIED = -1;
  private static final LuaScript BUMP = LuaScript.alone("bump_version");

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final Copies copies;

  /** Keys of beginnings that were there: where one is missing, its shard was just emptied. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  RedisGraphVersions(RedisNodes nodes, RedisKeys keys) {
    this.nodes = nodes;
    this.keys = keys;
    this.copies = new Copies(nodes);
  }

  @Override
  public Map<UserId, Long> read(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    Map<String, CompletableFuture<@Nullable String>> epochs = new HashMap<>();
    for (UserId user : users) {
      epochs.computeIfAbsent(keys.epoch(user), epoch -> pipeline.add(nodes.commands().get(epoch)));
    }
    return versions(
        pipeline,
        users,
        user -> pipeline.add(nodes.commands().get(keys.graph(user))),
        user -> missing(keys.epoch(user), epochs));
  }

  /** The version of somebody who has none. */
  private long missing(String key, Map<String, CompletableFuture<@Nullable String>> epochs) {
    CompletableFuture<@Nullable String> asked = epochs.get(key);
    String value = asked == null ? null : asked.join();
    if (value == null) {
      return begun.contains(key) ? JUST_EMPTIED : 0;
    }
    begun.add(key);
    // Below any that is raised since, and another one than before whatever was lost: a store that
    // looks new to those who have begun with it may be an emptied one to others.
    return EpochValue.parse(value).begun() - 1;
  }

  @Override
  public Map<UserId, Long> bump(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, Long> versions =
        versions(
            pipeline,
            users,
            user ->
                pipeline.run(
                    BUMP,
                    new String[] {keys.graph(user), keys.graphed(user)},
                    user.value(),
                    Long.toString(RecentChanges.KEPT.toMillis())),
            user -> 0);
    copies.await(users.stream().map(keys::graph).toList());
    return versions;
  }

  private static Map<UserId, Long> versions(
      Pipeline pipeline,
      Collection<UserId> users,
      Function<UserId, CompletableFuture<@Nullable String>> ask,
      ToLongFunction<UserId> missing) {
    Map<UserId, CompletableFuture<@Nullable String>> answers = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      answers.computeIfAbsent(user, ask);
    }
    pipeline.await();
    Map<UserId, Long> versions = HashMap.newHashMap(answers.size());
    answers.forEach((user, answer) -> {
      String version = answer.join();
      versions.put(user, version == null ? missing.applyAsLong(user) : Long.parseLong(version));
    });
    return versions;
  }
}
