package io.presence.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.simulation.weave.SimulationLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code -Dsimulation.runs} seeds from {@code -Dsimulation.first} on; or the one of {@code
 * -Dsimulation.seed}, told in full. See docs/simulation.md.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
class SimulationTest {

  @Test
  void invariantsHoldWhateverGoesWrong() throws Exception {
    String seed = System.getProperty("simulation.seed", "");
    int runs = Integer.getInteger("simulation.runs", 300);
    long first = Long.getLong("simulation.first", 1);
    String said = seed.isEmpty() ? run(first, runs, false) : run(Long.parseLong(seed), 1, true);
    System.out.println(said);
    assertThat(said).doesNotStartWith("FAILED");
  }

  @Test
  void aSeedIsTheSameTwice() throws Exception {
    assertThat(call("twice", new Class<?>[] {long.class}, 7L)).doesNotStartWith("FAILED");
  }

  private static String run(long first, int runs, boolean wholeStory) throws Exception {
    return call(
        "run", new Class<?>[] {long.class, int.class, boolean.class}, first, runs, wholeStory);
  }

  private static String call(String method, Class<?>[] types, Object... arguments)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (SimulationLoader loader = new SimulationLoader()) {
      thread.setContextClassLoader(loader);
      return (String)
          loader
              .loadClass(Campaign.class.getName())
              .getMethod(method, types)
              .invoke(null, arguments);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
