package io.presence.local.run;

import java.util.List;

/**
 * The transient line: who is waited for. It fits on one line of a terminal, so it can be replaced.
 */
final class Wait {
  static final int MAX_WIDTH = 78;

  private Wait() {}

  static String text(List<String> names, long seconds) {
    String tail = ": " + seconds + " s";
    String list = "  … " + String.join(", ", names);
    int room = MAX_WIDTH - tail.length();
    return (list.length() <= room ? list : list.substring(0, room - 1) + "…") + tail;
  }
}
