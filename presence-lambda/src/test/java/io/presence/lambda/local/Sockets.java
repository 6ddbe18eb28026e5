package io.presence.lambda.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP connections of a process, from Linux's own tables. */
public final class Sockets {
  private static final String ESTABLISHED = "01";
  private static final int HEX = 16;

  private Sockets() {}

  /**
   * @param inode tells one connection from the next to the same port
   * @param port of the peer
   */
  public record Connection(String inode, int port) {}

  static List<Connection> of(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      for (Path file : files.toList()) {
        String target = target(file);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    try (Stream<String> four = Files.lines(Path.of("/proc/net/tcp"));
        Stream<String> six = Files.lines(Path.of("/proc/net/tcp6"))) {
      return Stream.concat(four.skip(1), six.skip(1))
          .map(line -> line.strip().split("\\s+", -1))
          .filter(columns -> columns[3].equals(ESTABLISHED) && inodes.contains(columns[9]))
          .map(columns -> {
            String peer = columns[2];
            return new Connection(
                columns[9], Integer.parseInt(peer.substring(peer.indexOf(':') + 1), HEX));
          })
          .toList();
    }
  }

  /** Empty for one that was closed meanwhile. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
