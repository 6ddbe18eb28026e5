package io.presence.local.run;

import java.util.Optional;

/**
 * Ends this JVM in order when the launch script that waits for it is gone. The script keeps this
 * process out of the terminal's foreground group, so that Ctrl-C does not hit the components
 * directly; a script that was killed can no longer pass anything on.
 */
final class ParentWatch {
  private ParentWatch() {}

  /** Does nothing unless the script has named itself. */
  static void start() {
    Optional.ofNullable(Long.getLong("presence.launcher"))
        .flatMap(ProcessHandle::of)
        .ifPresent(launcher -> Thread.ofVirtual().start(() -> endWith(launcher)));
  }

  private static void endWith(ProcessHandle launcher) {
    launcher.onExit().join();
    Runtime.getRuntime().exit(0);
  }
}
