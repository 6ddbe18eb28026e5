package io.presence.gateway.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastSeenLookupTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");

  private final Map<UserId, LastSeen> kept = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final LastSeenLookup lookup = new LastSeenLookup(this::answer, now::get);

  private LastSeen.Batch answer(String ids) {
    asked.add(ids);
    return new LastSeen.Batch(
        Arrays.stream(ids.split(","))
            .map(UserId::new)
            .filter(kept::containsKey)
            .map(kept::get)
            .toList());
  }

  private static LastSeen row(UserId user, long version) {
    return new LastSeen(user, version, version, HandSet.NOTHING);
  }

  @Test
  void anAnswerIsAskedForOnceInHalfAMinute() {
    kept.put(ANN, row(ANN, 1));
    kept.put(BOB, row(BOB, 1));
    assertThat(lookup.of(List.of(ANN))).containsOnlyKeys(ANN);
    assertThat(lookup.of(List.of(ANN, BOB))).containsOnlyKeys(ANN, BOB);
    assertThat(lookup.of(List.of(ANN, BOB))).containsOnlyKeys(ANN, BOB);
    assertThat(asked).containsExactly("ann", "bob");

    kept.put(ANN, row(ANN, 2));
    now.addAndGet(LastSeenLookup.KEPT.minusMillis(1).toNanos());
    assertThat(lookup.of(List.of(ANN))).containsValue(row(ANN, 1));
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(lookup.of(List.of(ANN))).containsValue(row(ANN, 2));
    assertThat(asked).containsExactly("ann", "bob", "ann");
  }

  @Test
  void whoeverNeedsItFreshIsAnsweredAnew() {
    kept.put(ANN, row(ANN, 1));
    lookup.of(List.of(ANN));
    kept.put(ANN, row(ANN, 2));
    assertThat(lookup.fresh(List.of(ANN))).containsOnlyKeys(ANN).containsValue(row(ANN, 2));
    assertThat(lookup.of(List.of(ANN))).as("so are others then").containsValue(row(ANN, 2));
    assertThat(asked).hasSize(2);
  }

  @Test
  void thatSomebodyIsNotKnownIsNotKept() {
    assertThat(lookup.of(List.of(EVE))).isEmpty();
    kept.put(EVE, row(EVE, 1));
    assertThat(lookup.of(List.of(EVE))).containsOnlyKeys(EVE);
  }

  @Test
  void aFailureIsAnswersForNobodyAndIsNotKept() {
    LastSeenLookup failing =
        new LastSeenLookup(
            ids -> {
              throw new HttpClientException("gone");
            },
            now::get);
    assertThat(failing.of(List.of(ANN))).isNull();
  }
}
