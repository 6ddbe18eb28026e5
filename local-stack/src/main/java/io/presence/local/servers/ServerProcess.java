package io.presence.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

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

  /** The kernel needs a moment to take a process down. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

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
   * @param environment all that the child gets of one
   */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path log, StopSignal signal) {
    List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, "leash", signal.name()));
    leashed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(leashed)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
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

  /** Tells the exit code, on a thread of the JVM's. */
  public void whenEnded(IntConsumer listener) {
    Thread.ofVirtual().start(() -> listener.accept(process.onExit().join().exitValue()));
  }

  /**
   * Waits for the end.
   *
   * @return the exit code; empty if it did not end in time
   */
  OptionalInt await(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /**
   * Asks the process to stop, waits, then kills it.
   *
   * @return whether it stopped by itself
   */
  public boolean stop(Duration grace) {
    ask();
    boolean byItself = hasEndedWithin(grace);
    if (!byItself) {
      process.destroyForcibly();
      hasEndedWithin(KILL_LIMIT);
    }
    return byItself;
  }

  private boolean hasEndedWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void ask() {
    if (signal == StopSignal.TERM || !process.isAlive()) {
      process.destroy();
      return;
    }
    try {
      signal(signal.name());
    } catch (UncheckedIOException e) {
      process.destroy();
    }
  }

  /**
   * Sends it a signal.
   *
   * @param name as {@code kill} knows it, for instance {@code STOP}
   */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send a signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once, as a crash would; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    hasEndedWithin(KILL_LIMIT);
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(5));
  }
}
