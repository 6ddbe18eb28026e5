package io.presence.endtoend.oracle;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Plays seeds, a few at a time, and prints what came of each. */
final class Plays {
  private static final int AT_ONCE = 3;

  private Plays() {}

  /** What was wrong, a text for each seed with which something was. */
  static List<String> failures(LiveStack stack, Policy policy, LongStream seeds) throws Exception {
    List<String> failures = new ArrayList<>();
    try (Rest rest = new Rest();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<OracleRun.Report>> runs =
          seeds
              .mapToObj(seed ->
                  (Callable<OracleRun.Report>)
                      () -> played(new OracleRun(stack, rest, policy, seed)))
              .toList();
      for (Future<OracleRun.Report> run : threads.invokeAll(runs)) {
        if (!run.get().failure().isEmpty()) {
          failures.add(run.get().failure());
        }
      }
    }
    return failures;
  }

  private static OracleRun.Report played(OracleRun run) throws InterruptedException {
    OracleRun.Report report = run.play();
    System.out.println("[oracle] " + report.summary());
    if (!report.failure().isEmpty()) {
      System.out.println(report.failure());
    }
    return report;
  }

  /**
   * Which ones: {@code -Dpresence.seed}, {@code -Dpresence.oracle.runs} from a random one on, or
   * the first.
   */
  static LongStream seeds(int first) {
    Long seed = Long.getLong("presence.seed");
    if (seed != null) {
      return LongStream.of(seed);
    }
    Integer runs = Integer.getInteger("presence.oracle.runs");
    if (runs == null) {
      return LongStream.rangeClosed(1, first);
    }
    long begin = System.currentTimeMillis() % 1_000_000_000;
    return LongStream.range(begin, begin + runs);
  }
}
