package io.presence.store.redis;

import io.micronaut.context.annotation.Requires;
import io.presence.store.NodeMemory;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How full the nodes are that hold keys, by {@code INFO memory}. Replicas are not asked: it is a
 * primary that refuses writes, and its replica holds the same.
 */
@Singleton
@Requires(beans = RedisNodes.class)
public final class RedisMemory {
  private static final String KEEPS_ALL = "noeviction";

  private final RedisNodes nodes;

  RedisMemory(RedisNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Asks all nodes at once and blocks until they have answered, at most {@link RedisNodes#TIMEOUT}.
   *
   * @return of those that did; empty when none does
   * @throws StoreUnavailableException when the caller is interrupted
   */
  public List<NodeMemory> read() {
    Pipeline pipeline = nodes.pipeline();
    Map<String, CompletableFuture<Optional<NodeMemory>>> asked = new HashMap<>();
    nodes
        .info("memory")
        .forEach(
            (node, answer) -> asked.put(node, pipeline.add(answer, info -> parse(node, info))));
    pipeline.settle();
    List<NodeMemory> read = new ArrayList<>();
    for (CompletableFuture<Optional<NodeMemory>> answer : asked.values()) {
      if (Pipeline.isAnswered(answer)) {
        answer.join().ifPresent(read::add);
      }
    }
    return read;
  }

  /** Empty when it is no answer of a Redis that is known here. */
  static Optional<NodeMemory> parse(String node, String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        });
    String used = fields.get("used_memory");
    String max = fields.get("maxmemory");
    if (used == null || max == null) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeMemory(
            node,
            Long.parseLong(used),
            Long.parseLong(max),
            !KEEPS_ALL.equals(fields.getOrDefault("maxmemory_policy", KEEPS_ALL))));
  }
}
