package io.presence.local.run;

import io.presence.local.servers.RedisCluster;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Redis the stack has. Each keeps its data in its own folders. */
public enum RedisShape {
  SINGLE(1, 0),
  /** Three primaries, each with a replica that can take its place. */
  CLUSTER(3, 3);

  private final int primaries;
  private final int replicas;

  RedisShape(int primaries, int replicas) {
    this.primaries = primaries;
    this.replicas = replicas;
  }

  int primaries() {
    return primaries;
  }

  int nodes() {
    return primaries + replicas;
  }

  /** What {@code REDIS_URIS} says: the primaries as they were made; others are found. */
  String uris(Ports ports) {
    return IntStream.rangeClosed(1, primaries)
        .mapToObj(number -> "redis://127.0.0.1:" + ports.redisNode(number))
        .collect(Collectors.joining(","));
  }

  static RedisCluster.Address address(Ports ports, int number) {
    return new RedisCluster.Address(ports.redisNode(number), ports.redisBus(number));
  }

  /** The cluster of a stack that runs. */
  public static RedisCluster cluster(Ports ports) {
    List<RedisCluster.Address> addresses =
        IntStream.rangeClosed(1, CLUSTER.nodes()).mapToObj(n -> address(ports, n)).toList();
    return new RedisCluster(addresses);
  }

  /** The name of a node as a part of the stack. */
  public static String nameOf(int number) {
    return "redis-" + number;
  }
}
