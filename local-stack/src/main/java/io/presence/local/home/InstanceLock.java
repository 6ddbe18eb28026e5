package io.presence.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One supervisor per home: a lock of the operating system, which goes with its holder however that
 * ends, on a file that names the holder.
 */
public final class InstanceLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private InstanceLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws Refusal if another process holds it
   */
  public static InstanceLock acquire(Home home) {
    Path file = file(home);
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        String holder = Files.readString(file).strip();
        channel.close();
        throw new Refusal(
            "Presence already runs on %s (pid %s): stop it with ./presence down, or give this one its own folder with PRESENCE_HOME and its own ports with --port-base."
                .formatted(home.relative(home.data()), holder));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new InstanceLock(file, channel);
    } catch (IOException e) {
      throw new Refusal("Cannot lock " + file + ": is it another user's?", e);
    }
  }

  /** The supervisor that holds the lock now. */
  public static Optional<ProcessHandle> holder(Home home) {
    Path file = file(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      @Nullable FileLock free = channel.tryLock();
      if (free != null) {
        free.release();
        return Optional.empty();
      }
      String pid = Files.readString(file).strip();
      return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Home home) {
    return home.run().resolve("lock");
  }
}
