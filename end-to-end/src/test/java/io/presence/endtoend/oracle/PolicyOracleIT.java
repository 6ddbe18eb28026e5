package io.presence.endtoend.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.endtoend.live.LiveStack;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * As {@link LeakOracleIT}, where the deployment has decided everything that it can otherwise: who
 * hides their last seen from somebody is not told theirs, but about when, and people who have set
 * nothing are seen by everybody.
 */
@ExtendWith(PolicyStack.class)
@Timeout(value = 6, unit = TimeUnit.HOURS)
class PolicyOracleIT {
  @Test
  void nobodyIsEverToldWhatTheDeploymentHides(LiveStack stack) throws Exception {
    assertThat(Plays.failures(stack, Policy.OTHER, Plays.seeds(2))).isEmpty();
  }
}
