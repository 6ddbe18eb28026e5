package io.presence.store.redis;

import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.RoomWatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A hash for each watched room, an index of those for each shard, and what was asked lately. */
final class RedisRoomWatches implements RoomWatches {
  private static final LuaScript WATCH = LuaScript.alone("watch_room");
  private static final LuaScript ASK = LuaScript.alone("ask_room");
  private static final String[] ASKED = {RedisKeys.ROOMS_ASKED};

  private final RedisNodes nodes;
  private final RedisKeys keys;

  RedisRoomWatches(RedisNodes nodes, RedisKeys keys) {
    this.nodes = nodes;
    this.keys = keys;
  }

  @Override
  public void watch(RoomId room, GatewayId gateway, Collection<UserId> viewers) {
    if (viewers.size() > MAX_VIEWERS) {
      throw new IllegalArgumentException(
          "at most %d viewers at once, got %d".formatted(MAX_VIEWERS, viewers.size()));
    }
    Pipeline pipeline = nodes.pipeline();
    watch(pipeline, room, gateway, viewers);
    pipeline.await();
  }

  private void watch(
      Pipeline pipeline, RoomId room, GatewayId gateway, Collection<UserId> viewers) {
    List<String> arguments = new ArrayList<>(viewers.size() + 2);
    arguments.add(Long.toString(LEASE_MILLIS));
    arguments.add(room.value());
    viewers.forEach(viewer -> arguments.add(field(gateway, viewer)));
    var _ = pipeline.run(WATCH, keys.ofRoom(room), arguments.toArray(String[]::new));
  }

  @Override
  public void unwatch(RoomId room, GatewayId gateway, UserId viewer) {
    Pipeline pipeline = nodes.pipeline();
    pipeline.send(nodes.commands().hdel(keys.room(room), field(gateway, viewer)));
    pipeline.await();
  }

  @Override
  public long ask(RoomId room, GatewayId gateway, UserId viewer) {
    Pipeline pipeline = nodes.pipeline();
    watch(pipeline, room, gateway, List.of(viewer));
    String question = room + "," + gateway + "," + viewer;
    CompletableFuture<String> at = pipeline.run(ASK, ASKED, question, Long.toString(ASKED_MILLIS));
    pipeline.await();
    return Long.parseLong(at.join());
  }

  @Override
  public List<Ask> asked(long since) {
    Pipeline pipeline = nodes.pipeline();
    CompletableFuture<List<ScoredValue<String>>> answer =
        pipeline.add(
            nodes
                .commands()
                .zrangebyscoreWithScores(
                    RedisKeys.ROOMS_ASKED,
                    Range.from(Range.Boundary.including(since), Range.Boundary.unbounded())));
    pipeline.await();
    return answer.join().stream()
        .map(asked -> {
          String[] parts = asked.getValue().split(",", -1);
          return new Ask(
              new RoomId(parts[0]),
              new GatewayId(parts[1]),
              new UserId(parts[2]),
              (long) asked.getScore());
        })
        .toList();
  }

  @Override
  public Set<RoomId> watched(Collection<ShardId> shards) {
    Pipeline pipeline = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(pipeline);
    List<CompletableFuture<Long>> times = new ArrayList<>(shards.size());
    List<CompletableFuture<List<ScoredValue<String>>>> answers = new ArrayList<>(shards.size());
    for (ShardId shard : shards) {
      times.add(clocks.of(keys.rooms(shard)));
      answers.add(pipeline.add(nodes.commands().zrangeWithScores(keys.rooms(shard), 0, -1)));
    }
    pipeline.await();
    Set<RoomId> rooms = new HashSet<>();
    for (int i = 0; i < answers.size(); i++) {
      long now = times.get(i).join();
      for (ScoredValue<String> room : answers.get(i).join()) {
        if (room.getScore() > now) {
          rooms.add(new RoomId(room.getValue()));
        }
      }
    }
    return rooms;
  }

  @Override
  public Map<GatewayId, Set<UserId>> watchers(RoomId room) {
    Pipeline pipeline = nodes.pipeline();
    CompletableFuture<Long> time = nodes.clocks(pipeline).of(keys.room(room));
    CompletableFuture<Map<String, String>> answer =
        pipeline.add(nodes.commands().hgetall(keys.room(room)));
    pipeline.await();
    long now = time.join();
    Map<GatewayId, Set<UserId>> watchers = new HashMap<>();
    List<String> lapsed = new ArrayList<>();
    answer
        .join()
        .forEach((field, until) -> {
          if (Long.parseLong(until) > now) {
            int colon = field.indexOf(':');
            watchers
                .computeIfAbsent(new GatewayId(field.substring(0, colon)), key -> new HashSet<>())
                .add(new UserId(field.substring(colon + 1)));
          } else if (lapsed.size() < MAX_VIEWERS) {
            lapsed.add(field);
          }
        });
    if (!lapsed.isEmpty()) {
      remove(room, lapsed);
    }
    return watchers;
  }

  /** One that is renewed just now comes back with its next renewal: two of three may be missed. */
  private void remove(RoomId room, List<String> lapsed) {
    Pipeline pipeline = nodes.pipeline();
    pipeline.send(nodes.commands().hdel(keys.room(room), lapsed.toArray(String[]::new)));
    pipeline.await();
  }

  /** User ids may contain a colon, gateways may not. */
  private static String field(GatewayId gateway, UserId viewer) {
    return gateway.value() + ':' + viewer.value();
  }
}
