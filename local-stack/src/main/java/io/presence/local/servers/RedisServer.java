package io.presence.local.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the bundled Redis is started: on loopback, announcing expired keys. */
public final class RedisServer {
  /** What it may use, as its configuration is written. */
  public static final String MAX_MEMORY = "1gb";

  /** After which a node of a cluster counts as dead, and is replaced. */
  private static final int DEAD_AFTER_MILLIS = 3_000;

  private RedisServer() {}

  /** Keeps its data in the folder over restarts (append-only file, flushed every second). */
  public static List<String> durable(Path binary, int port, Path folder) {
    return command(binary, port, folder, "--appendonly", "yes", "--appendfsync", "everysec");
  }

  /** Forgets everything when it stops. */
  static List<String> forgetful(Path binary, int port, Path folder) {
    return command(binary, port, folder, "--appendonly", "no");
  }

  /** As {@link #durable}, but a node of a cluster. */
  public static List<String> durableNode(Path binary, RedisCluster.Address address, Path folder) {
    return node(durable(binary, address.port(), folder), address);
  }

  /** As {@link #forgetful}, but a node of a cluster. */
  static List<String> forgetfulNode(Path binary, RedisCluster.Address address, Path folder) {
    return node(forgetful(binary, address.port(), folder), address);
  }

  private static List<String> node(List<String> command, RedisCluster.Address address) {
    List<String> node = new ArrayList<>(command);
    node.addAll(
        List.of(
            "--cluster-enabled",
            "yes",
            "--cluster-port",
            Integer.toString(address.bus()),
            "--cluster-announce-ip",
            "127.0.0.1",
            "--cluster-config-file",
            "nodes.conf",
            "--cluster-node-timeout",
            Integer.toString(DEAD_AFTER_MILLIS),
            // Who lives serves what they hold, also while somebody else is being replaced.
            "--cluster-require-full-coverage",
            "no",
            // Who is whose replica changes only when somebody dies, or says so.
            "--cluster-allow-replica-migration",
            "no",
            // A replica is to be had at once, not when others might want the same copy.
            "--repl-diskless-sync-delay",
            "0"));
    return node;
  }

  private static List<String> command(Path binary, int port, Path folder, String... durability) {
    var command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                // Lapsed leases are announced: the second signal of going offline.
                "--notify-keyspace-events",
                "Ex",
                // Full is refused, and seen, long before the machine has no memory left.
                "--maxmemory",
                MAX_MEMORY,
                "--maxmemory-policy",
                "noeviction",
                "--save",
                ""));
    command.addAll(List.of(durability));
    return command;
  }
}
