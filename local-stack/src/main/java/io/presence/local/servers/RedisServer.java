package io.presence.local.servers;

import java.nio.file.Path;
import java.util.List;

/** How the bundled Redis is started: on loopback, announcing expired keys. */
public final class RedisServer {
  private RedisServer() {}

  /** Keeps its data in the folder over restarts (append-only file, flushed every second). */
  public static List<String> durable(Path binary, int port, Path folder) {
    return command(binary, port, folder, "--appendonly", "yes", "--appendfsync", "everysec");
  }

  /** Forgets everything when it stops. */
  static List<String> forgetful(Path binary, int port, Path folder) {
    return command(binary, port, folder, "--appendonly", "no");
  }

  private static List<String> command(Path binary, int port, Path folder, String... durability) {
    var command =
        new java.util.ArrayList<>(
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
                "--save",
                ""));
    command.addAll(List.of(durability));
    return command;
  }
}
