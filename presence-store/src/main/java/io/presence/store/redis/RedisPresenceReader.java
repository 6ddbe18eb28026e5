package io.presence.store.redis;

import io.presence.contracts.PersonState;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.store.Inspection;
import io.presence.store.PresenceReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lookups: plain reads in a pipeline, no script. A snapshot reads hundreds of people, and a script
 * for each costs the server ten times as much.
 */
final class RedisPresenceReader implements PresenceReader {
  /** Bounds what {@link #countOnline} holds in memory. */
  private static final int SHARDS_AT_ONCE = 16;

  private static final int USERS_AT_ONCE = 1_000;

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final ScriptJson json;
  private final Sharding sharding;
  private final long ttlMillis;

  RedisPresenceReader(
      RedisNodes nodes, RedisKeys keys, ScriptJson json, Sharding sharding, long ttlMillis) {
    this.ttlMillis = ttlMillis;
    this.nodes = nodes;
    this.keys = keys;
    this.json = json;
    this.sharding = sharding;
  }

  @Override
  public Map<UserId, Reading> read(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(pipeline);
    Map<UserId, CompletableFuture<Long>> times = HashMap.newHashMap(users.size());
    Map<UserId, CompletableFuture<Map<String, String>>> hashes = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      times.computeIfAbsent(user, key -> clocks.of(keys.person(key)));
      hashes.computeIfAbsent(user, key -> pipeline.add(nodes.commands().hgetall(keys.person(key))));
    }
    pipeline.await();
    Map<UserId, Long> asOf = HashMap.newHashMap(times.size());
    times.forEach((user, time) -> asOf.put(user, time.join() - 1));
    Map<UserId, StoredPerson> people = HashMap.newHashMap(users.size());
    hashes.forEach((user, hash) -> people.put(user, new StoredPerson(hash.join())));
    Further further = further(people, asOf);
    Map<UserId, Reading> readings = HashMap.newHashMap(people.size());
    people.forEach((user, person) ->
        readings.put(
            user,
            person.fields().isEmpty()
                ? new Reading(
                    PersonState.UNKNOWN,
                    0,
                    asOf.getOrDefault(user, 0L),
                    false,
                    further.certain().getOrDefault(user, true))
                : new Reading(
                    person.state(further.heard().getOrDefault(user, 0L)),
                    person.version(),
                    asOf.getOrDefault(user, 0L),
                    true)));
    return readings;
  }

  /**
   * @param heard when those whom anybody could see were last heard
   * @param certain whether those who are missing are gone
   */
  private record Further(Map<UserId, Long> heard, Map<UserId, Boolean> certain) {}

  /**
   * The second trip, after the data: a store that was emptied before it was read says so now, and
   * who was heard later than the answer is as of counts as heard then, since they may have become
   * invisible meanwhile. Made for everybody alike: how long an answer takes must not tell a viewer
   * who may not know it whether somebody is connected (invariant Non-interference).
   */
  private Further further(Map<UserId, StoredPerson> people, Map<UserId, Long> asOf) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, CompletableFuture<List<Double>>> scores = new HashMap<>();
    Map<UserId, String> missing = new HashMap<>();
    Map<String, CompletableFuture<@Nullable String>> epochs = new HashMap<>();
    people.forEach((user, person) -> {
      String[] sessions = sessionsOf(user, person);
      if (sessions.length > 0) {
        scores.put(user, pipeline.add(nodes.commands().zmscore(keys.seen(user), sessions)));
        return;
      }
      String key = keys.epoch(user);
      epochs.computeIfAbsent(key, each -> pipeline.add(nodes.commands().get(each)));
      if (person.fields().isEmpty()) {
        missing.put(user, key);
      }
    });
    pipeline.await();
    Map<UserId, Long> heard = HashMap.newHashMap(scores.size());
    scores.forEach(
        (user, found) -> heard.put(user, heard(found.join(), asOf.getOrDefault(user, 0L))));
    Map<UserId, Boolean> certain = HashMap.newHashMap(missing.size());
    missing.forEach((user, key) -> {
      var epoch = epochs.get(key);
      String value = epoch == null ? null : epoch.join();
      long now = asOf.getOrDefault(user, 0L) + 1;
      certain.put(user, EpochValue.uncertainMillis(value, now, ttlMillis) == 0);
    });
    return new Further(heard, certain);
  }

  /** Those by which anybody could see the person. */
  private String[] sessionsOf(UserId user, StoredPerson person) {
    return person.visible()
        ? person.countingSessions(json).stream()
            .map(session -> user + ":" + session)
            .toArray(String[]::new)
        : new String[0];
  }

  private static long heard(List<Double> scores, long asOf) {
    return scores.stream()
        .filter(Objects::nonNull)
        .mapToLong(score -> Math.min(score.longValue(), asOf))
        .max()
        .orElse(0);
  }

  @Override
  public Inspection inspect(UserId user) {
    return new RedisInspector(nodes, keys, json).inspect(user);
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
    Pipeline pipeline = nodes.pipeline();
    List<CompletableFuture<List<String>>> members = new ArrayList<>();
    for (ShardId shard : shards) {
      members.add(pipeline.add(nodes.commands().zrange(keys.seen(shard), 0, -1)));
    }
    pipeline.await();
    Set<UserId> users = new HashSet<>();
    for (CompletableFuture<List<String>> shard : members) {
      shard.join().forEach(member -> users.add(RedisKeys.split(member).user()));
    }
    return List.copyOf(users);
  }

  private long online(List<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    List<CompletableFuture<@Nullable String>> statuses = new ArrayList<>();
    for (UserId user : users) {
      statuses.add(pipeline.add(nodes.commands().hget(keys.person(user), "st")));
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
}
