package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.ChangeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes that Kafka has not acknowledged. They are entered by {@code settle} in {@code
 * person.lua}, in the script that commits them.
 */
final class RedisChangeLedger implements ChangeLedger {
  private static final LuaScript LIST = LuaScript.alone("list_unconfirmed");
  private static final LuaScript REPUBLISH = LuaScript.ofPerson("republish_person");

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final ScriptJson json;
  private final String settings;

  RedisChangeLedger(RedisNodes nodes, RedisKeys keys, ScriptJson json, String settings) {
    this.nodes = nodes;
    this.keys = keys;
    this.json = json;
    this.settings = settings;
  }

  @Override
  public void confirm(Collection<PresenceChanged> changes) {
    Pipeline pipeline = nodes.pipeline();
    for (PresenceChanged change : changes) {
      UserId user = change.userId();
      pipeline.send(
          nodes.commands().zrem(keys.unconfirmed(user), RedisKeys.member(user, change.version())));
    }
    pipeline.await();
  }

  @Override
  public List<PresenceChanged> overdue(Collection<ShardId> shards, Duration olderThan, int limit) {
    String waited = Long.toString(olderThan.toMillis());
    Pipeline lists = nodes.pipeline();
    List<CompletableFuture<List<String>>> listed = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      String[] key = {keys.unconfirmed(shard)};
      listed.add(lists.list(LIST, key, waited, Integer.toString(limit)));
    }
    lists.awaitSome();

    Map<UserId, List<String>> versions = new LinkedHashMap<>();
    for (CompletableFuture<List<String>> shard : listed) {
      for (String entry : Pipeline.isAnswered(shard) ? shard.join() : List.<String>of()) {
        RedisKeys.Member member = RedisKeys.split(entry);
        versions.computeIfAbsent(member.user(), user -> new ArrayList<>()).add(member.rest());
      }
    }
    Pipeline republished = nodes.pipeline();
    List<CompletableFuture<String>> replies = new ArrayList<>(versions.size());
    versions.forEach((user, overdue) ->
        replies.add(
            republished.run(
                REPUBLISH,
                keys.ofPerson(user),
                settings,
                user.value(),
                json.write(overdue.toArray(String[]::new)),
                waited)));
    // One that does not answer now is said again later.
    republished.settle();
    return replies.stream()
        .filter(Pipeline::isAnswered)
        .map(reply -> json.read(reply.join(), Republished.class).change())
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public long unconfirmed(Collection<ShardId> shards) {
    Pipeline pipeline = nodes.pipeline();
    List<CompletableFuture<Long>> counts = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      counts.add(pipeline.add(nodes.commands().zcard(keys.unconfirmed(shard))));
    }
    pipeline.await();
    return counts.stream().mapToLong(CompletableFuture::join).sum();
  }

  /** What {@code republish_person.lua} answers. */
  @Serdeable
  record Republished(@Nullable PresenceChanged change) {}
}
