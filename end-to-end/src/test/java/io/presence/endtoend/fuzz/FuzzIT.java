package io.presence.endtoend.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bounded, under bad input: whatever clients send, every ref gets one answer or its connection a
 * documented close, no answer tells of the inside, nothing grows without bound, and a well-behaved
 * client beside it is served as ever.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FuzzIT {
  private static final long SEED = Long.getLong("presence.seed", 1);
  private static final int ROUNDS = Integer.getInteger("presence.fuzz.rounds", 120);
  private static final int WARM_UP = Math.min(40, ROUNDS);
  private static final int REQUESTS_EACH = 12;
  private static final int AT_ONCE = 4;
  private static final String PREFIX = "fuzz" + System.nanoTime() % 1_000_000 + "-";

  /** Of a client beside the junk: far more than it takes, far less than a person would bear. */
  private static final long MEDIAN_MILLIS = 250;

  private static final long WORST_PERCENT_MILLIS = 3_000;

  private final Verdicts verdicts = new Verdicts();

  @Test
  void badInputHarmsNobody(LiveStack stack) throws Exception {
    try (Rest rest = new Rest()) {
      play(stack, rest, LongStream.range(SEED, SEED + WARM_UP));
      assertThat(verdicts.wrong()).as("answers to bad input").isEmpty();
      Footprint before = Footprint.of(stack, rest);
      Bystander bystander = new Bystander(stack, PREFIX + "bystander");
      try (bystander) {
        play(stack, rest, LongStream.range(SEED + WARM_UP, SEED + WARM_UP + ROUNDS));
      }
      System.out.printf(
          "[fuzz] %d rounds from seed %d; a bystander asked %d times: p50 %d ms, p99 %d ms%n",
          WARM_UP + ROUNDS, SEED, bystander.asked(), bystander.millis(0.5), bystander.millis(0.99));
      assertThat(verdicts.wrong()).as("answers to bad input").isEmpty();
      assertThat(bystander.failure()).as("a well-behaved client").isEmpty();
      assertThat(bystander.millis(0.5)).as("its median, ms").isLessThan(MEDIAN_MILLIS);
      assertThat(bystander.millis(0.99)).as("its p99, ms").isLessThan(WORST_PERCENT_MILLIS);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(before.growthTo(Footprint.of(stack, rest))).as("growth").isEmpty());
      stack
          .pids()
          .forEach((service, pid) ->
              assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive))
                  .as(service)
                  .hasValue(true));
    }
  }

  private void play(LiveStack stack, Rest rest, LongStream seeds) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> rounds =
          seeds
              .<Future<?>>mapToObj(seed -> threads.submit(() -> round(stack, rest, seed)))
              .toList();
      for (Future<?> round : rounds) {
        try {
          round.get();
        } catch (ExecutionException e) {
          verdicts.add("a round failed: " + e.getCause());
        }
      }
    }
  }

  private void round(LiveStack stack, Rest rest, long seed) {
    SocketFuzz sockets = new SocketFuzz(stack, seed, PREFIX, verdicts);
    sockets.frames();
    sockets.rawFrames();
    sockets.nameless();
    sockets.upgrades();
    RestFuzz requests = new RestFuzz(stack, rest, seed, PREFIX, verdicts);
    for (int i = 0; i < REQUESTS_EACH; i++) {
      requests.request();
    }
    requests.raw();
    requests.stream();
  }
}
