package io.presence.simulation.world;

import io.presence.simulation.world.Judge.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One seed, from the first process to the verdict. */
public final class Run {
  private static final long MILLI = 1_000_000;
  private static final long LOOK = 500 * MILLI;

  private final World world;

  private Run(long seed, boolean told) {
    this.world = new World(seed, told);
  }

  /**
   * @param steps events that happened
   * @param virtualMillis how long it took, for them
   * @param faults how often what went wrong
   * @param story empty unless it was to be told
   */
  public record Outcome(
      long steps,
      long virtualMillis,
      Map<String, Integer> faults,
      @Nullable Violation violation,
      List<String> story) {}

  /**
   * @param told whether to keep the story of it
   */
  public static Outcome of(long seed, boolean told) {
    Run run = new Run(seed, told);
    run.live();
    Failure failure = run.world.judge.failure();
    List<String> story = run.world.story.lines();
    return new Outcome(
        run.world.scheduler.steps(),
        run.world.scheduler.nowMillis(),
        new TreeMap<>(run.world.weather.counts()),
        failure == null
            ? null
            : new Violation(seed, failure.invariant(), failure.what(), failure.cause(), story),
        story);
  }

  private void live() {
    Deeds deeds = new Deeds(world);
    Faults faults = new Faults(world);
    look();
    // Everybody starts up, and some connect.
    until(3_000);
    for (int i = 0; i < 4; i++) {
      deeds.doSomething();
    }
    // Half of the stories are short: what takes two or three events comes up more often. Outages
    // that leases do not outlive need the long ones.
    int steps =
        world.random.nextBoolean() ? 20 + world.random.nextInt(50) : 40 + world.random.nextInt(120);
    int longestPause = 200 + world.random.nextInt(1_000);
    int oneFaultIn = 3 + world.random.nextInt(20);
    for (int i = 0; i < steps && !isOver(); i++) {
      until(50 + world.random.nextInt(longestPause));
      if (world.random.nextInt(oneFaultIn) == 0) {
        faults.strike();
      } else {
        deeds.doSomething();
      }
    }
    if (isOver()) {
      return;
    }
    faults.heal();
    until(45_000);
    Map<String, String> mistakes = new Verdict(world).mistakes();
    if (!mistakes.isEmpty() && !isOver()) {
      // What has just changed is on its way.
      until(4_000);
      Map<String, String> still = new Verdict(world).mistakes();
      still.keySet().retainAll(mistakes.keySet());
      if (!still.isEmpty()) {
        String first = still.values().iterator().next();
        int colon = first.indexOf(':');
        world.judge.fail(
            first.substring(0, colon), String.join("; ", still.values()).substring(colon + 2));
      }
    }
  }

  private void until(long millis) {
    world.scheduler.runUntil(world.scheduler.now() + millis * MILLI);
  }

  private void look() {
    world.judge.look();
    world.scheduler.in(LOOK, this::look);
  }

  private boolean isOver() {
    return world.judge.failure() != null;
  }
}
