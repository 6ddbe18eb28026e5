package io.presence.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets root start a server that refuses to run as root.
 *
 * <p>Where user namespaces work, the server sees itself as nobody and its files stay root's. Where
 * they do not (most containers), it becomes nobody for real, owns its data folder and keeps the one
 * capability that lets it reach a folder below root's home ({@code no_setuid_fixup}: also in the
 * eyes of {@code access(2)}, by which initdb looks for its programs).
 */
record Unprivileged(Way way) {
  private static final int NOBODY_ID = 65534;

  enum Way {
    AS_IS(""),
    NAMESPACE("unshare -U"),
    NOBODY(
        "setpriv --reuid=%1$d --regid=%1$d --clear-groups"
            + " --inh-caps=+dac_override --ambient-caps=+dac_override --securebits=+no_setuid_fixup");

    private final String prefix;

    Way(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * @throws IllegalStateException if this is root and there is no way to be less
   */
  static Unprivileged detect() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Unprivileged(Way.AS_IS);
    }
    for (Way way : List.of(Way.NAMESPACE, Way.NOBODY)) {
      if (runs(new Unprivileged(way).command(List.of("true")))) {
        return new Unprivileged(way);
      }
    }
    throw new IllegalStateException(
        "Postgres refuses to run as root and neither `unshare -U` nor `setpriv` works here:"
            + " run as an ordinary user, or name a Postgres in DATASOURCES_DEFAULT_URL");
  }

  List<String> command(List<String> command) {
    List<String> prefixed = new ArrayList<>();
    if (!way.prefix.isEmpty()) {
      prefixed.addAll(List.of(way.prefix.formatted(NOBODY_ID).split(" ", -1)));
    }
    prefixed.addAll(command);
    return prefixed;
  }

  /** Gives a file or an empty folder to the user that the server will be. */
  void own(Path path) {
    if (way != Way.NOBODY) {
      return;
    }
    try {
      Files.setAttribute(path, "unix:uid", NOBODY_ID);
      Files.setAttribute(path, "unix:gid", NOBODY_ID);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give " + path + " to nobody", e);
    }
  }

  private static boolean runs(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
