package io.presence.simulation;

import io.presence.simulation.world.Run;
import io.presence.simulation.world.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Many seeds, or one again. Loaded by the simulation's loader; speaks only of strings outside. */
public final class Campaign {
  private static final int TOLD = 120;
  private static final int MOST_FAILED = Integer.getInteger("simulation.failures", 5);
  private static final int WORKERS =
      Integer.getInteger("simulation.workers", Runtime.getRuntime().availableProcessors());

  private Campaign() {}

  /**
   * @return what to print; begins with {@code FAILED} when an invariant was violated
   */
  public static String run(long firstSeed, int runs, boolean wholeStory) {
    long began = System.nanoTime();
    Seeds seeds = new Seeds(firstSeed, runs, MOST_FAILED);
    seeds.run(Math.min(runs, WORKERS));
    List<Violation> failed = seeds.failed();
    if (!failed.isEmpty()) {
      Violation first = failed.getFirst();
      return failed(failed, Run.of(first.seed(), true).violation(), wholeStory);
    }
    if (wholeStory) {
      return "seed " + firstSeed + " holds\n";
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d seeds (%d to %d) in %.1f s: %.0f seeds/s, %,d steps, %.1f h of virtual time%nfaults:"
            + " %s%n",
        runs,
        firstSeed,
        firstSeed + runs - 1,
        seconds,
        runs / seconds,
        seeds.steps(),
        seeds.virtualMillis() / 3.6e6,
        seeds.faults());
  }

  /** Runs a seed twice; says where the two begin to differ. */
  public static String twice(long seed) {
    List<String> one = Run.of(seed, true).story();
    List<String> other = Run.of(seed, true).story();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return "FAILED: seed %d differs from its replay at:%n%s%n%s%n"
            .formatted(
                seed, String.join("\n", one.subList(Math.max(0, i - 8), i + 1)), other.get(i));
      }
    }
    return one.size() == other.size()
        ? "seed %d is the same twice, %d lines%n".formatted(seed, one.size())
        : "FAILED: one is longer";
  }

  private static String failed(
      List<Violation> failed, @Nullable Violation again, boolean wholeStory) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    for (Violation each : failed) {
      out.printf("FAILED: seed %d: %s: %s%n", each.seed(), each.invariant(), each.what());
    }
    if (again == null) {
      out.println("but not when it was run again: something random is not the scheduler's");
      return text.toString();
    }
    out.printf("Replay with -Dsimulation.seed=%d. Its end:%n", again.seed());
    List<String> story = again.story();
    int from = wholeStory ? 0 : Math.max(0, story.size() - TOLD);
    story.subList(from, story.size()).forEach(out::println);
    if (again.cause() != null) {
      again.cause().printStackTrace(out);
    }
    return text.toString();
  }
}
