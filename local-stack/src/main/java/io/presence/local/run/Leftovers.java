package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Components whose supervisor was killed. They have been told to stop, by their leash; a new
 * supervisor waits for them, because they hold its ports and data.
 */
final class Leftovers {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Leftovers() {}

  /** To be called by the holder of the home's lock: then nobody else's are meant. */
  static void clear(Home home, Console console) {
    List<ProcessHandle> left =
        Instance.read(home).members().stream()
            .flatMap(member -> member.process().stream())
            .toList();
    if (!left.isEmpty()) {
      console.line("The run before was killed; waiting for what is left of it.");
      left.forEach(Leftovers::end);
    }
    Instance.delete(home);
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
