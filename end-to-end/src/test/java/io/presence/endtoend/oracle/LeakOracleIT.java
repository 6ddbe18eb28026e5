package io.presence.endtoend.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody is ever told what they may not know, and in the end everybody knows what they may
 * (invariants Read-your-privacy-writes, Non-interference, Convergence): random lives of a dozen
 * people, each byte judged.
 *
 * <p>{@code -Dpresence.seed=N} plays one seed, {@code -Dpresence.oracle.runs=N} as many from a
 * random one on. Without either, the same few each time, so that a red build is about the change.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 6, unit = TimeUnit.HOURS)
class LeakOracleIT {
  private static final int AT_ONCE = 3;

  @Test
  void nobodyIsEverToldWhatTheyMayNotKnow(LiveStack stack) throws Exception {
    List<String> failures = new ArrayList<>();
    try (Rest rest = new Rest();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<OracleRun.Report>> runs =
          seeds()
              .mapToObj(seed ->
                  (Callable<OracleRun.Report>) () -> played(new OracleRun(stack, rest, seed)))
              .toList();
      for (Future<OracleRun.Report> run : threads.invokeAll(runs)) {
        if (!run.get().failure().isEmpty()) {
          failures.add(run.get().failure());
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  private static OracleRun.Report played(OracleRun run) throws InterruptedException {
    OracleRun.Report report = run.play();
    System.out.println("[oracle] " + report.summary());
    if (!report.failure().isEmpty()) {
      System.out.println(report.failure());
    }
    return report;
  }

  private static LongStream seeds() {
    Long seed = Long.getLong("presence.seed");
    if (seed != null) {
      return LongStream.of(seed);
    }
    Integer runs = Integer.getInteger("presence.oracle.runs");
    if (runs == null) {
      return LongStream.rangeClosed(1, 3);
    }
    long first = System.currentTimeMillis() % 1_000_000_000;
    return LongStream.range(first, first + runs);
  }
}
