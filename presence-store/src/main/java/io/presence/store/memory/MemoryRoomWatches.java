package io.presence.store.memory;

import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.RoomWatches;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who watches which room, until when. */
final class MemoryRoomWatches implements RoomWatches {
  private final Memory memory;
  private final Map<RoomId, Map<Watcher, Long>> rooms = new TreeMap<>();
  private final Map<Question, Long> asked = new HashMap<>();

  MemoryRoomWatches(Memory memory) {
    this.memory = memory;
  }

  void clear() {
    rooms.clear();
    asked.clear();
  }

  @Override
  public void watch(RoomId room, GatewayId gateway, Collection<UserId> viewers) {
    if (viewers.size() > MAX_VIEWERS) {
      throw new IllegalArgumentException(
          "at most %d viewers at once, got %d".formatted(MAX_VIEWERS, viewers.size()));
    }
    synchronized (memory) {
      Map<Watcher, Long> watchers = rooms.computeIfAbsent(room, key -> new HashMap<>());
      viewers.forEach(
          viewer -> watchers.put(new Watcher(gateway, viewer), memory.now() + LEASE_MILLIS));
    }
  }

  @Override
  public void unwatch(RoomId room, GatewayId gateway, UserId viewer) {
    synchronized (memory) {
      rooms.getOrDefault(room, new HashMap<>()).remove(new Watcher(gateway, viewer));
    }
  }

  @Override
  public long ask(RoomId room, GatewayId gateway, UserId viewer) {
    synchronized (memory) {
      watch(room, gateway, List.of(viewer));
      long now = memory.now();
      asked.put(new Question(room, gateway, viewer), now);
      return now;
    }
  }

  @Override
  public List<Ask> asked(long since) {
    synchronized (memory) {
      long forgotten = memory.now() - ASKED_MILLIS;
      asked.values().removeIf(at -> at <= forgotten);
      return asked.entrySet().stream()
          .filter(entry -> entry.getValue() >= since)
          .map(entry ->
              new Ask(
                  entry.getKey().room(),
                  entry.getKey().gateway(),
                  entry.getKey().viewer(),
                  entry.getValue()))
          .toList();
    }
  }

  @Override
  public Set<RoomId> watched(Collection<ShardId> shards) {
    synchronized (memory) {
      forget();
      return rooms.keySet().stream()
          .filter(room -> shards.contains(memory.settings.sharding().shardOf(room)))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  @Override
  public Map<GatewayId, Set<UserId>> watchers(RoomId room) {
    synchronized (memory) {
      forget();
      Map<GatewayId, Set<UserId>> watchers = new HashMap<>();
      for (Watcher watcher : rooms.getOrDefault(room, Map.of()).keySet()) {
        watchers.computeIfAbsent(watcher.gateway(), key -> new HashSet<>()).add(watcher.viewer());
      }
      return watchers;
    }
  }

  private void forget() {
    long now = memory.now();
    rooms.values().forEach(watchers -> watchers.values().removeIf(until -> until <= now));
    rooms.values().removeIf(Map::isEmpty);
  }

  private record Watcher(GatewayId gateway, UserId viewer) {}

  private record Question(RoomId room, GatewayId gateway, UserId viewer) {}
}
