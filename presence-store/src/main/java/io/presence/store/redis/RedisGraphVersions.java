package io.presence.store.redis;

import io.presence.contracts.UserId;
import io.presence.store.GraphVersions;
import io.presence.store.RecentChanges;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One string for each person whose graph ever changed. A version that was raised and lost again
 * would make caches trust what they held before (invariant Read-your-privacy-writes): it is copied
 * before anybody is told.
 */
final class RedisGraphVersions implements GraphVersions {
  private static final LuaScript BUMP = LuaScript.alone("bump_version");

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final Copies copies;

  RedisGraphVersions(RedisNodes nodes, RedisKeys keys) {
    this.nodes = nodes;
    this.keys = keys;
    this.copies = new Copies(nodes);
  }

  @Override
  public Map<UserId, Long> read(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    return versions(pipeline, users, user -> pipeline.add(nodes.commands().get(keys.graph(user))));
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
                    Long.toString(RecentChanges.KEPT.toMillis())));
    copies.await(users.stream().map(keys::graph).toList());
    return versions;
  }

  private static Map<UserId, Long> versions(
      Pipeline pipeline,
      Collection<UserId> users,
      Function<UserId, CompletableFuture<@Nullable String>> ask) {
    Map<UserId, CompletableFuture<@Nullable String>> answers = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      answers.computeIfAbsent(user, ask);
    }
    pipeline.await();
    Map<UserId, Long> versions = HashMap.newHashMap(answers.size());
    answers.forEach((user, answer) -> {
      String version = answer.join();
      versions.put(user, version == null ? 0L : Long.parseLong(version));
    });
    return versions;
  }
}
