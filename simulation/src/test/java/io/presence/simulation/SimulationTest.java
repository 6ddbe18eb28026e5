package io.presence.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.simulation.weave.SimulationLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seeds 1 to {@code -Dsimulation.runs}; or the one of {@code -Dsimulation.seed}, told in full. See
 * docs/simulation.md.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class SimulationTest {

  @Test
  void invariantsHoldWhateverGoesWrong() throws Exception {
    String seed = System.getProperty("simulation.seed", "");
    int runs = Integer.getInteger("simulation.runs", 300);
    String said = seed.isEmpty() ? run(1, runs, false) : run(Long.parseLong(seed), 1, true);
    System.out.println(said);
    assertThat(said).doesNotStartWith("FAILED");
  }

  private static String run(long first, int runs, boolean wholeStory) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (SimulationLoader loader = new SimulationLoader()) {
      thread.setContextClassLoader(loader);
      return (String)
          loader
              .loadClass(Campaign.class.getName())
              .getMethod("run", long.class, int.class, boolean.class)
              .invoke(null, first, runs, wholeStory);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
