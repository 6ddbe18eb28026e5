package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a child JVM is started: by the JDK that runs this one, small, and quick to be ready rather
 * than quick at its peak.
 */
final class JavaCommand {
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          // Else a machine with much memory begins with the whole heap.
          "-Xms16m",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:MaxMetaspaceSize=160m",
          "-XX:+ExitOnOutOfMemoryError",
          // Netty and Kafka's compressors bring native code and use Unsafe: no warnings about it.
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JavaCommand() {}

  /**
   * @param heap for instance {@code 128m}
   */
  static List<String> of(String heap, List<String> settings, List<String> what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(SMALL);
    command.addAll(settings);
    command.addAll(what);
    return command;
  }

  /** The jar that is deployed, with its libraries beside it. */
  static Path jarOf(Home home, String module) {
    Path target = home.project().resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        var jar = files.filter(file -> isServiceJar(file, module)).sorted().findFirst();
        if (jar.isPresent()) {
          return jar.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new Refusal(
        "There is no %s jar in %s: start through the ./presence script, which builds it."
            .formatted(module, home.relative(target)));
  }

  private static boolean isServiceJar(Path file, String module) {
    String name = file.getFileName().toString();
    return name.startsWith(module + "-")
        && name.endsWith(".jar")
        && !name.endsWith("-tests.jar")
        && !name.endsWith("-sources.jar");
  }
}
