package io.presence.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process on a leash: it is asked to stop when this JVM goes, even if that was killed.
 *
 * <p>The leash is a pipe on the child's file descriptor 3 that only this JVM holds open; a sleeping
 * shell beside the child reads it and sends the stop signal at its end. The child itself has the
 * process id that is reported, so signals and statistics reach it directly.
 */
public final class ServerProcess implements AutoCloseable {
  private static final String LEASH =
      """
      signal=$1; shift
      exec 3<&0 </dev/null
      self=$$
      ( ( read -r _ <&3; kill -"$signal" "$self" ) >/dev/null 2>&1 & )
      exec "$@" 3<&-
      """;

  private final Process process;
  private final StopSignal signal;

  private ServerProcess(Process process, StopSignal signal) {
    this.process = process;
    this.signal = signal;
  }

  /** How a server is told to stop in order. */
  public enum StopSignal {
    TERM,
    /** Postgres: end the sessions of clients instead of waiting for them. */
    INT
  }

  /**
   * Starts the command; its output goes to the end of the log file.
   *
   * @param environment is added to this JVM's
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path log, StopSignal signal) {
    List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, "leash", signal.name()));
    leashed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(leashed)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(builder.start(), signal);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Asks the process to stop, waits, then kills it.
   *
   * @return whether it stopped by itself
   */
  public boolean stop(Duration grace) {
    ask();
    try {
      if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }

  private void ask() {
    if (signal == StopSignal.TERM || !process.isAlive()) {
      process.destroy();
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(5));
  }
}
