package io.presence.lambda.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A function as Lambda runs it: the zip is unpacked into a folder, and Lambda's Java runtime loads
 * the handler from there. Its class path is that runtime and nothing else.
 */
public final class LocalFunction implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final RuntimeApi api;
  private final Process process;
  private final Path folder;
  private final Path log;

  private LocalFunction(RuntimeApi api, Process process, Path folder, Path log) {
    this.api = api;
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Starts it up to where Lambda would take the snapshot.
   *
   * @param environment of the function, beside what Lambda sets
   */
  public static LocalFunction startForSnapshot(
      Path zip, String handler, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    LocalFunction function = start(zip, handler, all);
    function.await(function.api.readyForSnapshot);
    return function;
  }

  /** Starts it without SnapStart. */
  public static LocalFunction start(Path zip, String handler, Map<String, String> environment)
      throws IOException {
    Path folder = Files.createTempDirectory("function");
    unpack(zip, folder);
    Path log = Files.createTempFile("function", ".log");
    RuntimeApi api = new RuntimeApi();
    ProcessBuilder builder =
        new ProcessBuilder(command(handler))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(
        Map.of(
            "AWS_LAMBDA_RUNTIME_API", api.address(),
            "_HANDLER", handler,
            "LAMBDA_TASK_ROOT", folder.toString(),
            "AWS_LAMBDA_FUNCTION_NAME", "presence-test",
            "AWS_LAMBDA_FUNCTION_VERSION", "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024",
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "only-for-this-test",
            "AWS_SECRET_ACCESS_KEY", "only-for-this-test"));
    variables.putAll(environment);
    return new LocalFunction(api, builder.start(), folder, log);
  }

  /** As the managed runtime starts it, with less memory. */
  private static List<String> command(String handler) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
            "-cp",
            Stream.of(
                    AWSLambda.class,
                    Context.class,
                    PojoSerializer.class,
                    SdkInternalThreadLocal.class)
                .map(LocalFunction::jarOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator)),
            AWSLambda.class.getName(),
            handler));
    return command;
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(folder)) {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
  }

  /** What comes out of the snapshot that was taken. */
  public void restore() {
    api.restore();
  }

  /** The answer to an event, as JSON. Throws what the function reports instead. */
  public String invoke(String event) {
    return await(api.invoke(event, () -> {}));
  }

  /** The same, and the process stands still from the moment on that its answer is known. */
  public String invokeAndFreeze(String event) {
    return await(api.invoke(event, () -> signal("STOP")));
  }

  /** Lets it run again. */
  public void thaw() {
    signal("CONT");
  }

  /** Its TCP connections to these ports of this machine. */
  public List<Sockets.Connection> connections(int... ports) throws IOException {
    return Sockets.of(process.pid()).stream()
        .filter(connection -> Arrays.stream(ports).anyMatch(port -> port == connection.port()))
        .toList();
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  private <T> T await(CompletableFuture<T> answer) {
    CompletableFuture<T> orEnd =
        answer.applyToEither(
            process
                .onExit()
                .thenCompose(ended ->
                    CompletableFuture.failedFuture(
                        new IllegalStateException("the function ended: " + ended.exitValue()))),
            value -> value);
    try {
      return orEnd.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer; the function's log:\n" + tail(), e);
    }
  }

  private String tail() {
    try {
      String all = log();
      return all.substring(Math.max(0, all.length() - 8_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    api.close();
    Files.deleteIfExists(log);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
