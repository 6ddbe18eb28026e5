package io.presence.simulation;

import io.presence.simulation.world.Run;
import io.presence.simulation.world.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Many seeds, or one again. Loaded by the simulation's loader; speaks only of strings outside. */
public final class Campaign {
  private static final int TOLD = 120;

  private Campaign() {}

  /**
   * @return what to print; begins with {@code FAILED} when an invariant was violated
   */
  public static String run(long firstSeed, int runs, boolean wholeStory) {
    long began = System.nanoTime();
    long steps = 0;
    long virtualMillis = 0;
    Map<String, Integer> faults = new TreeMap<>();
    for (int i = 0; i < runs; i++) {
      Run.Outcome outcome = Run.of(firstSeed + i, wholeStory);
      steps += outcome.steps();
      virtualMillis += outcome.virtualMillis();
      outcome.faults().forEach((kind, times) -> faults.merge(kind, times, Integer::sum));
      if (outcome.violation() != null) {
        return failed(Run.of(firstSeed + i, true).violation(), i + 1, wholeStory);
      }
      if (wholeStory) {
        return "seed " + firstSeed + " holds\n";
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d seeds (%d to %d) in %.1f s: %.0f seeds/s, %,d steps, %.1f h of virtual time%nfaults: %s%n",
        runs,
        firstSeed,
        firstSeed + runs - 1,
        seconds,
        runs / seconds,
        steps,
        virtualMillis / 3.6e6,
        faults);
  }

  /** Runs a seed twice; says where the two begin to differ. */
  public static String twice(long seed) {
    List<String> one = Run.of(seed, true).story();
    List<String> other = Run.of(seed, true).story();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return "FAILED: seed %d differs from its replay at:%n%s%n%s%n"
            .formatted(
                seed,
                String.join("\n", one.subList(Math.max(0, i - 8), i + 1)),
                other.get(i));
      }
    }
    return one.size() == other.size()
        ? "seed %d is the same twice, %d lines%n".formatted(seed, one.size())
        : "FAILED: one is longer";
  }

  private static String failed(@Nullable Violation violation, int run, boolean wholeStory) {
    if (violation == null) {
      return "FAILED: a run differs from its replay; something random is not the scheduler's";
    }
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.printf(
        "FAILED in run %d. Seed %d: %s: %s%n", run, violation.seed(), violation.invariant(), violation.what());
    out.printf("Replay with -Dsimulation.seed=%d%n", violation.seed());
    List<String> story = violation.story();
    int from = wholeStory ? 0 : Math.max(0, story.size() - TOLD);
    story.subList(from, story.size()).forEach(out::println);
    if (violation.cause() != null) {
      violation.cause().printStackTrace(out);
    }
    return text.toString();
  }
}
