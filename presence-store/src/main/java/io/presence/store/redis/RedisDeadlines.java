package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.Deadlines;
import io.presence.store.StoreSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what time decides, in two pipelines: a script for each shard lists what is due and writes
 * nothing, then a script for each item re-checks and decides it. So a script touches one person
 * only, and however many workers look, one of them gets the change.
 */
final class RedisDeadlines implements Deadlines {
  private static final LuaScript LIST_DUE = LuaScript.alone("list_due");
  private static final LuaScript LAPSE = LuaScript.ofPerson("lapse_session");
  private static final LuaScript FIRE = LuaScript.ofPerson("fire_timer");

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final ScriptJson json;
  private final ExpiredLeases expiredLeases;
  private final String settings;
  private final String ttlMillis;

  RedisDeadlines(
      RedisNodes nodes,
      RedisKeys keys,
      ScriptJson json,
      ExpiredLeases expiredLeases,
      StoreSettings settings) {
    this.nodes = nodes;
    this.keys = keys;
    this.json = json;
    this.expiredLeases = expiredLeases;
    this.settings = ScriptJson.settings(settings);
    this.ttlMillis = Long.toString(settings.ttl().toMillis());
  }

  @Override
  public List<Sweep> sweep(Collection<ShardId> shards, Duration grace, int limit) {
    Pipeline lists = nodes.pipeline();
    List<CompletableFuture<String>> listed = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      listed.add(
          lists.run(
              LIST_DUE,
              new String[] {keys.seen(shard), keys.due(shard)},
              ttlMillis,
              Long.toString(grace.toMillis()),
              Integer.toString(limit)));
    }
    lists.awaitSome();

    Pipeline decisions = nodes.pipeline();
    List<Look> looks = new ArrayList<>(shards.size());
    int n = 0;
    for (ShardId shard : shards) {
      CompletableFuture<String> list = listed.get(n++);
      if (Pipeline.isAnswered(list)) {
        looks.add(decideAll(decisions, shard, json.read(list.join(), Due.class)));
      }
    }
    decisions.settle();
    // What was decided in a shard that then fell silent is in the ledger, and said from there.
    List<Sweep> sweeps =
        looks.stream()
            .filter(look -> look.replies().stream().allMatch(Pipeline::isAnswered))
            .map(this::sum)
            .toList();
    if (sweeps.isEmpty() && !looks.isEmpty()) {
      decisions.await();
    }
    return sweeps;
  }

  @Override
  public Set<ShardId> answering(Collection<ShardId> shards) {
    Pipeline pipeline = nodes.pipeline();
    Map<ShardId, CompletableFuture<Long>> asked = HashMap.newHashMap(shards.size());
    for (ShardId shard : shards) {
      asked.put(shard, pipeline.add(nodes.commands().exists(keys.epoch(shard))));
    }
    pipeline.settle();
    return asked.entrySet().stream()
        .filter(shard -> Pipeline.isAnswered(shard.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void swept() {
    Pipeline pipeline = nodes.pipeline();
    var _ = pipeline.add(nodes.commands().psetex(RedisKeys.SWEPT, SWEPT_MILLIS, "1"));
    pipeline.await();
  }

  @Override
  public boolean sweptLately() {
    Pipeline pipeline = nodes.pipeline();
    CompletableFuture<Long> found = pipeline.add(nodes.commands().exists(RedisKeys.SWEPT));
    pipeline.await();
    return found.join() > 0;
  }

  @Override
  public Optional<PresenceChanged> decide(UserId user, SessionId session) {
    Pipeline pipeline = nodes.pipeline();
    CompletableFuture<String> reply = lapse(pipeline, user, session);
    pipeline.await();
    return Optional.ofNullable(json.read(reply.join(), ScriptReply.class).change());
  }

  @Override
  public AutoCloseable onLeaseExpired(BiConsumer<UserId, SessionId> hint) {
    return expiredLeases.subscribe(hint);
  }

  private Look decideAll(Pipeline pipeline, ShardId shard, Due due) {
    List<CompletableFuture<String>> replies = new ArrayList<>();
    for (String member : due.sessionsOrNone()) {
      RedisKeys.Member session = RedisKeys.split(member);
      replies.add(lapse(pipeline, session.user(), session.session()));
    }
    for (String user : due.timersOrNone()) {
      replies.add(pipeline.run(FIRE, keys.ofPerson(new UserId(user)), settings, user));
    }
    return new Look(shard, due.next(), replies);
  }

  private CompletableFuture<String> lapse(Pipeline pipeline, UserId user, SessionId session) {
    return pipeline.run(
        LAPSE, keys.ofSession(user, session), settings, user.value(), session.value());
  }

  private Sweep sum(Look look) {
    List<PresenceChanged> changes = new ArrayList<>();
    int decided = 0;
    long latest = 0;
    long next = look.next();
    for (CompletableFuture<String> answer : look.replies()) {
      ScriptReply reply = json.read(answer.join(), ScriptReply.class);
      if (reply.change() != null) {
        changes.add(reply.change());
      }
      if (reply.late() != null) {
        decided++;
        latest = Math.max(latest, reply.late());
      }
      // Heard again since it was listed: it has a new deadline.
      if (reply.next() != null) {
        next = Math.min(next, reply.next());
      }
    }
    return new Sweep(look.shard(), changes, decided, latest, next);
  }

  /** What {@code list_due.lua} answers. */
  @Serdeable
  record Due(@Nullable List<String> sessions, @Nullable List<String> timers, long next) {
    List<String> sessionsOrNone() {
      return sessions == null ? List.of() : sessions;
    }

    List<String> timersOrNone() {
      return timers == null ? List.of() : timers;
    }
  }

  /** A shard whose decisions are on their way. */
  private record Look(ShardId shard, long next, List<CompletableFuture<String>> replies) {}
}
