package io.presence.local.servers;

import java.util.Locale;
import java.util.Optional;

/** What this machine runs, in the words of the bundled binaries' file names. */
record Platform(String os, String arch) {
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** Takes Java's {@code os.name} and {@code os.arch}. */
  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    return new Platform(
        os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os,
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        });
  }

  /** The Redis server's resource name, if one is bundled for this platform. */
  Optional<String> redisResource() {
    return supported() ? Optional.of("redis-server-7.0.15-" + os + "-" + arch) : Optional.empty();
  }

  /** The Postgres archive's resource name, if one is bundled for this platform. */
  Optional<String> postgresResource() {
    if (!supported()) {
      return Optional.empty();
    }
    return Optional.of(
        "postgres-" + os + "-" + (arch.equals("amd64") ? "x86_64" : "arm_64") + ".txz");
  }

  private boolean supported() {
    return (os.equals("linux") || os.equals("darwin"))
        && (arch.equals("amd64") || arch.equals("arm64"));
  }
}
