package io.presence.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What child JVMs had loaded when they ended, kept beside the jar that they run from: the next one
 * maps it instead of loading some 15,000 classes again, and is ready in less than half the time.
 *
 * <p>The first stack after a build records, at its end, which takes the child some seconds more.
 * One child per archive. The JVM itself refuses an archive that does not fit its jars, and starts
 * without it.
 */
final class ClassArchives {
  private static final String SUFFIX = ".jsa";

  private final boolean recording;
  private final Set<Path> claimed = new HashSet<>();

  /** Where a child writes, and where it is kept once the child has ended in order. */
  private final Map<Path, Path> written = new LinkedHashMap<>();

  /**
   * @param recording whether archives that are missing may be made
   */
  ClassArchives(boolean recording) {
    this.recording = recording;
  }

  /** Only for a stack that a person runs: others end too soon to earn what recording costs. */
  static ClassArchives ofThisProcess() {
    return new ClassArchives(System.getProperty("presence.launcher") != null);
  }

  /**
   * What to start a child with.
   *
   * @param name of the archive
   * @param jar whose folder keeps the archive
   */
  List<String> settings(String name, Path jar) {
    Path archive = jar.toAbsolutePath().resolveSibling(name + SUFFIX);
    Path folder = Objects.requireNonNull(archive.getParent());
    try {
      if (Files.exists(archive) && isNewerThanJars(archive, jar)) {
        return List.of(
            "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
      }
      if (recording && Files.isWritable(folder) && claimed.add(archive)) {
        Path fresh = folder.resolve(name + ".new" + SUFFIX);
        Files.deleteIfExists(fresh);
        written.put(fresh, archive);
        return List.of(
            "-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
      }
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNewerThanJars(Path archive, Path jar) throws IOException {
    List<Path> jars = new ArrayList<>(List.of(jar));
    Path libraries = jar.resolveSibling("lib");
    if (Files.isDirectory(libraries)) {
      try (Stream<Path> files = Files.list(libraries)) {
        files.forEach(jars::add);
      }
    }
    var made = Files.getLastModifiedTime(archive);
    for (Path each : jars) {
      if (Files.getLastModifiedTime(each).compareTo(made) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether children of this stack write archives when they end. */
  boolean areWritten() {
    return !written.isEmpty();
  }

  /**
   * Takes over what the children wrote; call it once they have ended.
   *
   * @param inOrder whether they ended by themselves: one that was killed may have left half a file
   */
  void keep(boolean inOrder) {
    written.forEach((fresh, archive) -> {
      try {
        if (inOrder && Files.exists(fresh)) {
          Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.deleteIfExists(fresh);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
