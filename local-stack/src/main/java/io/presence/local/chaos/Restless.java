package io.presence.local.chaos;

import io.presence.local.crowd.Actor;
import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.Move;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps a crowd coming and going, each move at random, from a seed, until it is closed. */
final class Restless implements AutoCloseable {
  private static final List<Move> WAYS_TO_GO =
      List.of(Move.QUIT, Move.QUIT, Move.LEAVE, Move.DROP, Move.TIMEOUT);
  private static final int MORE_THERE_THAN_AWAY = 3;

  private final List<Actor> actors;
  private final Random random;
  private final int movesPerSecond;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("restless").daemon().factory());

  Restless(Crowd crowd, long seed, int movesPerSecond) {
    actors = List.copyOf(crowd.actors());
    random = new Random(seed);
    this.movesPerSecond = movesPerSecond;
  }

  void begin() {
    var _ =
        timer.scheduleAtFixedRate(
            this::move, 0, 1_000_000L / movesPerSecond, TimeUnit.MICROSECONDS);
  }

  private void move() {
    Actor actor = actors.get(random.nextInt(actors.size()));
    if (!actor.isIdle()) {
      return;
    }
    if (!actor.meansToBeOnline()) {
      actor.enqueue(Move.JOIN);
    } else if (random.nextInt(MORE_THERE_THAN_AWAY) == 0) {
      actor.enqueue(WAYS_TO_GO.get(random.nextInt(WAYS_TO_GO.size())));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    timer.close();
  }
}
