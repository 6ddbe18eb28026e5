package io.presence.simulation.world;

import io.presence.simulation.engine.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What happened, in words. Kept only when a run is told again: running is much faster than telling.
 */
final class Story {
  private static final int LONGEST = 4_000;

  private final Scheduler scheduler;
  private final boolean told;
  private final Deque<String> lines = new ArrayDeque<>();

  Story(Scheduler scheduler, boolean told) {
    this.scheduler = scheduler;
    this.told = told;
  }

  void add(Supplier<String> what) {
    if (told) {
      if (lines.size() == LONGEST) {
        lines.removeFirst();
      }
      lines.add(String.format(Locale.ROOT, "%9.3f s  %s", scheduler.now() / 1e9, what.get()));
    }
  }

  List<String> lines() {
    return new ArrayList<>(lines);
  }
}
