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

/** One string for each person whose graph ever changed. */
final class RedisGraphVersions implements GraphVersions {
  private static final LuaScript BUMP = LuaScript.alone("bump_version");

  private final RedisNode node;
  private final RedisKeys keys;

  RedisGraphVersions(RedisNode node, RedisKeys keys) {
    this.node = node;
    this.keys = keys;
  }

  @Override
  public Map<UserId, Long> read(Collection<UserId> users) {
    Pipeline pipeline = node.pipeline();
    return versions(pipeline, users, user -> pipeline.add(node.commands().get(keys.graph(user))));
  }

  @Override
  public Map<UserId, Long> bump(Collection<UserId> users) {
    Pipeline pipeline = node.pipeline();
    return versions(
        pipeline,
        users,
        user ->
            pipeline.run(
                BUMP,
                new String[] {keys.graph(user), keys.graphed(user)},
                user.value(),
                Long.toString(RecentChanges.KEPT.toMillis())));
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
