package io.presence.store.redis;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Watches;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One hash for each subject that somebody watches. Writing is a script, since it has to know
 * whether the lease before has ended; reading, which happens for every change, is none.
 */
final class RedisWatches implements Watches {
  private static final LuaScript WATCH = LuaScript.alone("watch_subject");
  private static final String FRESH = "fresh";

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final String leaseMillis;

  RedisWatches(RedisNodes nodes, RedisKeys keys, long leaseMillis) {
    this.nodes = nodes;
    this.keys = keys;
    this.leaseMillis = Long.toString(leaseMillis);
  }

  @Override
  public Set<UserId> watch(GatewayId gateway, Collection<UserId> subjects) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, CompletableFuture<String>> answers = HashMap.newHashMap(subjects.size());
    for (UserId subject : subjects) {
      answers.computeIfAbsent(
          subject,
          key -> pipeline.run(WATCH, new String[] {keys.watch(key)}, gateway.value(), leaseMillis));
    }
    pipeline.await();
    Set<UserId> fresh = new HashSet<>();
    answers.forEach((subject, answer) -> {
      if (FRESH.equals(answer.join())) {
        fresh.add(subject);
      }
    });
    return fresh;
  }

  @Override
  public void unwatch(GatewayId gateway, Collection<UserId> subjects) {
    Pipeline pipeline = nodes.pipeline();
    subjects.forEach(
        subject -> pipeline.send(nodes.commands().hdel(keys.watch(subject), gateway.value())));
    pipeline.await();
  }

  @Override
  public Map<UserId, Set<GatewayId>> watching(Collection<UserId> subjects) {
    if (subjects.isEmpty()) {
      return Map.of();
    }
    Pipeline pipeline = nodes.pipeline();
    NodeClocks clocks = nodes.clocks(pipeline);
    Map<UserId, CompletableFuture<Long>> times = HashMap.newHashMap(subjects.size());
    Map<UserId, CompletableFuture<Map<String, String>>> hashes =
        HashMap.newHashMap(subjects.size());
    for (UserId subject : subjects) {
      times.computeIfAbsent(subject, key -> clocks.of(keys.watch(key)));
      hashes.computeIfAbsent(
          subject, key -> pipeline.add(nodes.commands().hgetall(keys.watch(key))));
    }
    pipeline.await();
    Map<UserId, Set<GatewayId>> watching = new HashMap<>();
    hashes.forEach((subject, hash) -> {
      long now = Objects.requireNonNull(times.get(subject)).join();
      Set<GatewayId> gateways =
          hash.join().entrySet().stream()
              .filter(lease -> Long.parseLong(lease.getValue()) > now)
              .map(lease -> new GatewayId(lease.getKey()))
              .collect(Collectors.toUnmodifiableSet());
      if (!gateways.isEmpty()) {
        watching.put(subject, gateways);
      }
    });
    return watching;
  }
}
