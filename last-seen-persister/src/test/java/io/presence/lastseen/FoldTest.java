package io.presence.lastseen;

import static io.presence.lastseen.Changes.busy;
import static io.presence.lastseen.Changes.kept;
import static io.presence.lastseen.Changes.online;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.presence.contracts.HandSet;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FoldTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  static Stream<Arguments> pairs() {
    Kept first = kept(ANN, 10, 100, Status.AWAY, busy("first"));
    return Stream.of(
        arguments("newer and later", first, online(ANN, 11, 101), online(ANN, 11, 101)),
        arguments(
            "newer, seen at the same time", first, online(ANN, 11, 100), online(ANN, 11, 100)),
        // Invisible: last seen is frozen, and an older record may have been later.
        arguments(
            "newer, but seen earlier",
            first,
            kept(ANN, 11, 99, Status.INVISIBLE, HandSet.NOTHING),
            kept(ANN, 11, 100, Status.INVISIBLE, HandSet.NOTHING)),
        arguments(
            "older, but seen later",
            first,
            online(ANN, 9, 101),
            kept(ANN, 10, 101, Status.AWAY, busy("first"))),
        arguments(
            "the same version, seen later",
            first,
            kept(ANN, 10, 101, Status.AWAY, busy("first")),
            kept(ANN, 10, 101, Status.AWAY, busy("first"))),
        arguments("the same again", first, first, first),
        arguments(
            "a hand-set that becomes nothing",
            first,
            kept(ANN, 11, 100, Status.ONLINE, HandSet.NOTHING),
            kept(ANN, 11, 100, Status.ONLINE, HandSet.NOTHING)),
        arguments("never seen", online(ANN, 1, 0), online(ANN, 2, 0), online(ANN, 2, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void newestVersionWinsAndLastSeenOnlyGrows(String name, Kept one, Kept other, Kept both) {
    assertThat(one.and(other)).isEqualTo(both);
    assertThat(other.and(one)).isEqualTo(both);
  }

  @Test
  void anyOrderAndAnyRepetitionGiveTheSame() {
    List<Kept> changes = new ArrayList<>();
    for (int version = 1; version <= 12; version++) {
      // Last seen does not follow the version: 5, 10, 2, 7, 12, 4, 9, …
      long seen = version * 5L % 13;
      HandSet hand = version % 3 == 0 ? HandSet.NOTHING : busy("message " + version);
      changes.add(kept(ANN, version, seen, version % 2 == 0 ? Status.AWAY : Status.BUSY, hand));
      changes.add(online(BOB, 100 - version, seen));
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Kept> order = new ArrayList<>(changes);
      order.addAll(changes.subList(0, random.nextInt(changes.size())));
      Collections.shuffle(order, random);
      Fold fold = new Fold();
      order.forEach(fold::add);
      assertThat(fold.all())
          .as("seed %d, order %s", seed, order)
          .containsExactlyInAnyOrder(
              kept(ANN, 12, 12, Status.AWAY, HandSet.NOTHING), online(BOB, 99, 12));
    }
  }

  @Test
  void countsPeopleNotChanges() {
    Fold fold = new Fold();
    assertThat(fold.isEmpty()).isTrue();
    fold.add(online(ANN, 1, 1));
    fold.add(online(ANN, 2, 2));
    fold.add(online(BOB, 1, 1));
    assertThat(fold.size()).isEqualTo(2);
    assertThat(fold.of(ANN)).contains(online(ANN, 2, 2));
    fold.clear();
    assertThat(fold.isEmpty()).isTrue();
    assertThat(fold.of(ANN)).isEmpty();
  }
}
