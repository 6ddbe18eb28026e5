package io.presence.endtoend.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.local.Presence;
import io.presence.local.RunningInstance;
import io.presence.local.client.RunningStack;
import io.presence.local.home.Home;
import io.presence.local.servers.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code ./presence up} with two gateways, from the jars of this build, as a child of the tests:
 * told to stop when this JVM goes, too.
 *
 * @param home where the stack keeps its data
 */
public record Up(Home home, Process process) implements AutoCloseable {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /** Below the ports that the kernel gives to clients, whatever is added to the base. */
  private static final int LOWEST_BASE = 10_000;

  private static final int HIGHEST_BASE = 20_000;
  private static final int[] OFFSETS = {0, 1, 2, 3, 4, 10, 7_352, 8_299, 11_012, 11_013};

  /**
   * Returns once the stack is ready.
   *
   * @param data an empty folder
   * @param log what it prints
   * @param options of {@code up}, beside gateways and ports
   */
  public static Up start(
      Path data, Path log, Map<String, String> environment, List<String> options) {
    Home home = new Home(PROJECT, data);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpresence.project=" + PROJECT,
                "-cp",
                localStackJar().toString(),
                Presence.class.getName(),
                "up",
                "--gateways",
                "2",
                "--port-base",
                Integer.toString(freeBase())));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PRESENCE_HOME", data.toString());
    builder.environment().putAll(environment);
    Process process = started(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop the stack"));
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> {
            assertThat(process.isAlive()).as("the stack runs: see " + log).isTrue();
            return RunningInstance.of(home).isPresent();
          });
    } catch (RuntimeException | AssertionError e) {
      process.destroy();
      throw e;
    }
    return new Up(home, process);
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freeBase() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST_BASE, HIGHEST_BASE))
        .limit(200)
        .filter(base -> IntStream.of(OFFSETS).allMatch(add -> FreePorts.isFree(base + add)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free ports for a stack"));
  }

  private static Path localStackJar() {
    try (Stream<Path> files = Files.list(PROJECT.resolve("local-stack/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("local-stack-\\d.*SNAPSHOT\\.jar"))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "local-stack is not packaged: run mvn verify -pl end-to-end -am"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RunningStack running() {
    return RunningInstance.of(home).orElseThrow();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the stack stops when told to").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
