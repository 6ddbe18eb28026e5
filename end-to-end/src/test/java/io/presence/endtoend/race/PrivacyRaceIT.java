package io.presence.endtoend.race;

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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Read-your-privacy-writes, a thousand times: the call that blocks, hides or unfriends returns, the
 * subject changes at once, and no push, answer or subscription brings that change to the viewer.
 *
 * <p>The pairs race in parallel, so that audiences are read and fanned out in batches. {@code
 * -Dpresence.race.rounds=N} for more.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 1, unit = TimeUnit.HOURS)
class PrivacyRaceIT {
  private static final int PAIRS = 8;
  private static final int ROUNDS = Integer.getInteger("presence.race.rounds", 1_000);

  @Test
  void noChangeAfterTheCallHasReturnedReachesTheViewer(LiveStack stack) throws Exception {
    String name = "race" + System.nanoTime() % 1_000_000 + "-";
    RacePair.Hiding[] hidings = RacePair.Hiding.values();
    race(
        ROUNDS,
        (rest, number) -> new RacePair(stack, rest, name, number),
        (pair, round) -> pair.round(round, hidings[round % hidings.length]),
        RacePair::leaks);
  }

  @Test
  void noLastSeenAfterItWasHiddenReachesTheViewer(LiveStack stack) throws Exception {
    String name = "seen" + System.nanoTime() % 1_000_000 + "-";
    race(
        ROUNDS / 4,
        (rest, number) -> new LastSeenPair(stack, rest, name, number),
        LastSeenPair::round,
        LastSeenPair::leaks);
  }

  private static <P extends AutoCloseable> void race(
      int rounds,
      BiFunction<Rest, Integer, P> newPair,
      ObjIntConsumer<P> round,
      Function<P, List<String>> leaks)
      throws Exception {
    List<P> pairs = new ArrayList<>();
    long begun = System.nanoTime();
    try (Rest rest = new Rest();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> races = new ArrayList<>();
      for (int number = 0; number < PAIRS; number++) {
        P pair = newPair.apply(rest, number);
        pairs.add(pair);
        races.add(() -> {
          for (int i = 0; i < rounds / PAIRS; i++) {
            round.accept(pair, i);
          }
          return null;
        });
      }
      for (Future<Void> race : threads.invokeAll(races)) {
        race.get();
      }
      assertThat(pairs.stream().flatMap(pair -> leaks.apply(pair).stream()).toList()).isEmpty();
    } finally {
      for (P pair : pairs) {
        pair.close();
      }
    }
    System.out.printf(
        "[race] %d rounds over %d pairs in %d ms, nothing leaked%n",
        rounds, PAIRS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }
}
