package io.presence.endtoend.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  public record Running(LiveStack stack, Up up) implements AutoCloseable {
    private static final Path LOG = Path.of("target", "shared-stack.log");
    private static final long HEARTBEAT_MILLIS = 1_500;
    private static final long ROOM_MILLIS = 1_000;

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
      Map<String, String> environment = new HashMap<>();
      environment.put("PRESENCE_TTL_MS", Long.toString(ttlMillis));
      environment.put("PRESENCE_PUSH_LIMIT", Integer.toString(LiveStack.PUSH_LIMIT));
      environment.put("PRESENCE_HEARTBEAT_INTERVAL_MS", Long.toString(HEARTBEAT_MILLIS));
      environment.put("PRESENCE_ROOM_INTERVAL_MS", Long.toString(ROOM_MILLIS));
      environment.put("PRESENCE_HISTORY_INTERVAL_MS", "1000");
      environment.putAll(settings);
      try {
        Path data = Files.createTempDirectory("presence-shared-");
        Up up = Up.start(data, LOG, environment, List.of());
        return new Running(LiveStack.of(up.running(), up.home(), ttlMillis), up);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      up.close();
      keepLogs();
      try (Stream<Path> files = Files.walk(up.home().data())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }

    /** The services' logs outlive the stack, for whoever reads a failure. */
    private void keepLogs() throws IOException {
      Path kept = Files.createDirectories(Path.of("target", "shared-stack-logs"));
      try (Stream<Path> logs = Files.list(up.home().data().resolve("logs"))) {
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
