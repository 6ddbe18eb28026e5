package io.presence.endtoend.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.SharedStack;
import java.util.concurrent.TimeUnit;
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
  @Test
  void nobodyIsEverToldWhatTheyMayNotKnow(LiveStack stack) throws Exception {
    assertThat(Plays.failures(stack, Policy.DEFAULT, Plays.seeds(3))).isEmpty();
  }
}
