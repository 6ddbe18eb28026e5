package io.presence.store.redis;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Watches;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  private final RedisNode node;
  private final RedisKeys keys;
  private final String leaseMillis;

  RedisWatches(RedisNode node, RedisKeys keys, long leaseMillis) {
    this.node = node;
    this.keys = keys;
    this.leaseMillis = Long.toString(leaseMillis);
  }

  @Override
  public Set<UserId> watch(GatewayId gateway, Collection<UserId> subjects) {
    Pipeline pipeline = node.pipeline();
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
    Pipeline pipeline = node.pipeline();
    subjects.forEach(
        subject -> pipeline.send(node.commands().hdel(keys.watch(subject), gateway.value())));
    pipeline.await();
  }

  @Override
  public Map<UserId, Set<GatewayId>> watching(Collection<UserId> subjects) {
    if (subjects.isEmpty()) {
      return Map.of();
    }
    Pipeline pipeline = node.pipeline();
    CompletableFuture<List<String>> time = pipeline.add(node.commands().time());
    Map<UserId, CompletableFuture<Map<String, String>>> hashes =
        HashMap.newHashMap(subjects.size());
    for (UserId subject : subjects) {
      hashes.computeIfAbsent(
          subject, key -> pipeline.add(node.commands().hgetall(keys.watch(key))));
    }
    pipeline.await();
    long now = RedisNode.millis(time.join());
    Map<UserId, Set<GatewayId>> watching = new HashMap<>();
    hashes.forEach((subject, hash) -> {
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
