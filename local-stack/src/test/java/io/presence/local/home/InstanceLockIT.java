package io.presence.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock between processes: the second one is a JVM of its own. */
@Timeout(60)
class InstanceLockIT {
  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void aSecondProcessIsRefusedAndToldWhoHoldsTheLockUntilItIsReleased(@TempDir Path folder)
      throws Exception {
    Home home = new Home(folder, folder.resolve(".presence"));
    try (InstanceLock lock = InstanceLock.acquire(home)) {
      assertThat(tryInAnotherProcess(folder))
          .startsWith("refused: Presence already runs on .presence (pid ")
          .contains("(pid " + ProcessHandle.current().pid() + ")", "./presence down");
    }
    assertThat(home.run()).isEmptyDirectory();
    assertThat(tryInAnotherProcess(folder)).isEqualTo("acquired");
    assertThat(InstanceLock.holder(home)).isEmpty();
  }

  private static String tryInAnotherProcess(Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TryLock.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** Says whether it got the lock; ends without releasing it. */
  static final class TryLock {
    private TryLock() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      try {
        InstanceLock.acquire(new Home(folder, folder.resolve(".presence")));
        System.out.println("acquired");
      } catch (Refusal e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }
}
