package io.presence.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.Explanation.OfGraph;
import io.presence.contracts.Explanation.Reason;
import io.presence.contracts.HandSet;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.store.Inspection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long FROZEN = NOW - 60_000;
  private static final long LAST_CHANGE = NOW - 5_000;

  /** Whoever is invisible comes and goes, and each time is a change that nobody sees. */
  @Test
  void theInvisibleAreGoneSinceTheMomentThatEverybodySees() {
    var hand = new HandSet(Status.INVISIBLE, null, null, null);
    var subject =
        new Inspection(
            true, NOW, Status.INVISIBLE, 7, FROZEN, hand, Cause.CLOSED, LAST_CHANGE, List.of());
    assertThat(reasons(subject, FROZEN))
        .filteredOn(reason -> reason.code().equals("invisible"))
        .singleElement()
        .extracting(Reason::at)
        .isEqualTo(new WireTime(FROZEN));
    assertThat(reasons(subject, 0))
        .filteredOn(reason -> reason.code().equals("invisible"))
        .as("never seen by anybody")
        .singleElement()
        .extracting(Reason::at)
        .isNull();
  }

  private static List<Reason> reasons(Inspection subject, long lastSeen) {
    var graph = new OfGraph(new UserId("bob"), new UserId("ann"), true, Sight.FULL, 3, List.of());
    return new Reasons(
            graph,
            subject,
            Inspection.nothing(NOW),
            Set.of(),
            lastSeen,
            false,
            true,
            Duration.ofMinutes(5))
        .all();
  }
}
