package io.presence.endtoend.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.local.Presence;
import io.presence.local.RunningInstance;
import io.presence.local.home.Home;
import io.presence.local.servers.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link LiveStack}: every service from its jar, two gateways, local limits, and a
 * short TTL, so that what a cut connection comes to is seen within seconds. Started once, for the
 * first who asks; stopped by JUnit when the last test of the run has ended.
 */
public final class SharedStack implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedStack.class);
  private static final long TTL_MILLIS = 9_000;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LiveStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("stack", key -> Running.start(Map.of()), Running.class)
        .stack();
  }

  /** A stack in a child process; JUnit closes it with the store that holds it. */
  public record Running(LiveStack stack, Process process, Path data) implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LOG = Path.of("target", "shared-stack.log");
    private static final long HEARTBEAT_MILLIS = 1_500;
    private static final long ROOM_MILLIS = 1_000;

    /** Below the ports that the kernel gives to clients, whatever is added to the base. */
    private static final int LOWEST_BASE = 10_000;

    private static final int HIGHEST_BASE = 20_000;
    private static final int[] OFFSETS = {0, 1, 2, 3, 4, 10, 7_352, 8_299, 11_012, 11_013};

    /**
     * With the TTL of the shared one.
     *
     * @param settings for its services, beside those of every such stack
     */
    public static Running start(Map<String, String> settings) {
      return start(TTL_MILLIS, settings);
    }

    /**
     * @param settings for its services, beside the TTL and the heartbeat interval
     */
    static Running start(long ttlMillis, Map<String, String> settings) {
      try {
        return start(ttlMillis, settings, Files.createTempDirectory("presence-shared-"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Running start(long ttlMillis, Map<String, String> settings, Path data)
        throws IOException {
      Home home = new Home(PROJECT, data);
      ProcessBuilder command =
          new ProcessBuilder(
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
              Integer.toString(freeBase()));
      command.environment().put("PRESENCE_HOME", data.toString());
      command.environment().put("PRESENCE_TTL_MS", Long.toString(ttlMillis));
      command.environment().put("PRESENCE_PUSH_LIMIT", Integer.toString(LiveStack.PUSH_LIMIT));
      command.environment().put("PRESENCE_HEARTBEAT_INTERVAL_MS", Long.toString(HEARTBEAT_MILLIS));
      command.environment().put("PRESENCE_ROOM_INTERVAL_MS", Long.toString(ROOM_MILLIS));
      command.environment().put("PRESENCE_HISTORY_INTERVAL_MS", "1000");
      command.environment().putAll(settings);
      Process process = command.redirectErrorStream(true).redirectOutput(LOG.toFile()).start();
      try {
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> {
              assertThat(process.isAlive()).as("the stack runs: see " + LOG).isTrue();
              return RunningInstance.of(home).isPresent();
            });
      } catch (RuntimeException | AssertionError e) {
        process.destroy();
        throw e;
      }
      return new Running(
          LiveStack.of(RunningInstance.of(home).orElseThrow(), home, ttlMillis), process, data);
    }

    private static int freeBase() {
      return IntStream.generate(
              () -> ThreadLocalRandom.current().nextInt(LOWEST_BASE, HIGHEST_BASE))
          .limit(200)
          .filter(base -> IntStream.of(OFFSETS).allMatch(add -> FreePorts.isFree(base + add)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no free ports for a stack"));
    }

    private static Path localStackJar() throws IOException {
      try (Stream<Path> files = Files.list(PROJECT.resolve("local-stack/target"))) {
        Optional<Path> jar =
            files
                .filter(file ->
                    file.getFileName().toString().matches("local-stack-\\d.*SNAPSHOT\\.jar"))
                .findFirst();
        return jar.orElseThrow(() ->
            new IllegalStateException(
                "local-stack is not packaged: run mvn verify -pl end-to-end -am"));
      }
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      try {
        boolean stopped = process.waitFor(60, TimeUnit.SECONDS);
        assertThat(stopped).as("the shared stack stops when told to").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      keepLogs();
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }

    /** The services' logs outlive the stack, for whoever reads a failure. */
    private void keepLogs() throws IOException {
      Path kept = Files.createDirectories(Path.of("target", "shared-stack-logs"));
      try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
        for (Path log : logs.filter(Files::isRegularFile).toList()) {
          Files.copy(
              log,
              kept.resolve(log.getFileName()),
              java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
