package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.PersonState;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.store.PresenceReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lookups: one read-only script for each person, all in one pipeline. */
final class RedisPresenceReader implements PresenceReader {
  private static final LuaScript READ = LuaScript.ofPerson("read_person");

  /** Bounds what {@link #countOnline} holds in memory. */
  private static final int SHARDS_AT_ONCE = 16;

  private static final int USERS_AT_ONCE = 1_000;

  private final RedisNode node;
  private final RedisKeys keys;
  private final ScriptJson json;
  private final Sharding sharding;
  private final String settings;

  RedisPresenceReader(
      RedisNode node, RedisKeys keys, ScriptJson json, Sharding sharding, String settings) {
    this.node = node;
    this.keys = keys;
    this.json = json;
    this.sharding = sharding;
    this.settings = settings;
  }

  @Override
  public Map<UserId, Reading> read(Collection<UserId> users) {
    Pipeline pipeline = node.pipeline();
    Map<UserId, CompletableFuture<String>> replies = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      replies.computeIfAbsent(
          user,
          key ->
              pipeline.run(
                  READ, new String[] {keys.person(key), keys.seen(key)}, settings, key.value()));
    }
    pipeline.await();
    Map<UserId, Reading> readings = HashMap.newHashMap(users.size());
    replies.forEach((user, reply) -> readings.put(user, reading(reply.join())));
    return readings;
  }

  @Override
  public long countOnline() {
    long online = 0;
    List<ShardId> shards = sharding.all();
    for (int from = 0; from < shards.size(); from += SHARDS_AT_ONCE) {
      List<UserId> connected =
          connected(shards.subList(from, Math.min(from + SHARDS_AT_ONCE, shards.size())));
      for (int first = 0; first < connected.size(); first += USERS_AT_ONCE) {
        online +=
            online(connected.subList(first, Math.min(first + USERS_AT_ONCE, connected.size())));
      }
    }
    return online;
  }

  private List<UserId> connected(List<ShardId> shards) {
    Pipeline pipeline = node.pipeline();
    List<CompletableFuture<List<String>>> members = new ArrayList<>();
    for (ShardId shard : shards) {
      members.add(pipeline.add(node.commands().zrange(keys.seen(shard), 0, -1)));
    }
    pipeline.await();
    Set<UserId> users = new HashSet<>();
    for (CompletableFuture<List<String>> shard : members) {
      shard.join().forEach(member -> users.add(RedisKeys.split(member).user()));
    }
    return List.copyOf(users);
  }

  private long online(List<UserId> users) {
    Pipeline pipeline = node.pipeline();
    List<CompletableFuture<@Nullable String>> statuses = new ArrayList<>();
    for (UserId user : users) {
      statuses.add(pipeline.add(node.commands().hget(keys.person(user), "st")));
    }
    pipeline.await();
    long online = 0;
    for (CompletableFuture<@Nullable String> answer : statuses) {
      String status = answer.join();
      if (status != null && Status.ofWord(status).visible() != VisibleStatus.OFFLINE) {
        online++;
      }
    }
    return online;
  }

  private Reading reading(String reply) {
    Person person = json.read(reply, Person.class);
    return person.state() == null
        ? new Reading(PersonState.UNKNOWN, person.asOf(), false)
        : new Reading(person.state(), person.asOf(), true);
  }

  /** What {@code read_person.lua} answers. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Person(long asOf, @Nullable PersonState state) {}
}
