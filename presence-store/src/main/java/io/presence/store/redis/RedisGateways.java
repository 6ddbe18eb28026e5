package io.presence.store.redis;

import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.store.Gateways;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The gateways beside the shards, and who is connected to them, from the users' hashes. */
final class RedisGateways implements Gateways {
  private static final LuaScript ANNOUNCE = LuaScript.alone("announce_gateway");
  private static final LuaScript LIST = LuaScript.alone("list_gateways");
  private static final LuaScript LISTEN = LuaScript.alone("note_listener");
  private static final LuaScript FIND = LuaScript.alone("find_gateways");
  private static final String[] KEYS = {RedisKeys.GATEWAYS_ALIVE, RedisKeys.GATEWAYS_CONNECTIONS};

  private final RedisNodes nodes;
  private final RedisKeys keys;

  RedisGateways(RedisNodes nodes, RedisKeys keys) {
    this.nodes = nodes;
    this.keys = keys;
  }

  @Override
  public void announce(GatewayId gateway, int connections) {
    Pipeline pipeline = nodes.pipeline();
    var announced = pipeline.run(ANNOUNCE, KEYS, gateway.value(), Integer.toString(connections));
    pipeline.await();
    announced.join();
  }

  @Override
  public void withdraw(GatewayId gateway) {
    Pipeline pipeline = nodes.pipeline();
    pipeline.send(nodes.commands().zrem(RedisKeys.GATEWAYS_ALIVE, gateway.value()));
    pipeline.send(nodes.commands().hdel(RedisKeys.GATEWAYS_CONNECTIONS, gateway.value()));
    pipeline.await();
  }

  @Override
  public List<Alive> alive() {
    Pipeline pipeline = nodes.pipeline();
    CompletableFuture<List<String>> answer = pipeline.list(LIST, KEYS, Long.toString(ALIVE_MILLIS));
    pipeline.await();
    List<String> pairs = answer.join();
    List<Alive> alive = new ArrayList<>(pairs.size() / 2);
    for (int i = 0; i < pairs.size(); i += 2) {
      alive.add(new Alive(new GatewayId(pairs.get(i)), Integer.parseInt(pairs.get(i + 1))));
    }
    alive.sort(Comparator.comparing(Alive::gateway));
    return alive;
  }

  @Override
  public void listen(GatewayId gateway, Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    List<CompletableFuture<String>> noted = new ArrayList<>(users.size());
    for (UserId user : users) {
      noted.add(
          pipeline.run(
              LISTEN,
              new String[] {keys.listen(user)},
              gateway.value(),
              Long.toString(LISTENING_MILLIS)));
    }
    pipeline.await();
    noted.forEach(CompletableFuture::join);
  }

  @Override
  public Map<GatewayId, Set<UserId>> holding(Collection<UserId> users) {
    Pipeline pipeline = nodes.pipeline();
    Map<UserId, CompletableFuture<List<String>>> answers = HashMap.newHashMap(users.size());
    for (UserId user : users) {
      answers.computeIfAbsent(
          user, key -> pipeline.list(FIND, new String[] {keys.person(key), keys.listen(key)}));
    }
    pipeline.await();
    Map<GatewayId, Set<UserId>> holding = new HashMap<>();
    answers.forEach((user, answer) -> {
      for (String gateway : answer.join()) {
        holding.computeIfAbsent(new GatewayId(gateway), key -> new HashSet<>()).add(user);
      }
    });
    return holding;
  }
}
