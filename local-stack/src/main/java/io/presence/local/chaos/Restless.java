package io.presence.local.chaos;

import io.presence.local.crowd.Actor;
import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a crowd coming and going, each move at random, from a seed, until it is closed. Half of
 * them do so all the time. A quarter is away and comes, a quarter is there and goes, at most once,
 * both while something is broken or just before: what of that was lost is not made good by their
 * next move, and who stays reads no new snapshot.
 */
final class Restless implements AutoCloseable {
  private static final List<Move> WAYS_TO_GO =
      List.of(Move.QUIT, Move.QUIT, Move.LEAVE, Move.DROP, Move.TIMEOUT);
  private static final int MORE_THERE_THAN_AWAY = 3;
  private static final int QUARTERS = 4;

  private final List<Actor> comers = new ArrayList<>();
  private final List<Actor> goers = new ArrayList<>();
  private final List<Actor> actors;
  private final Random random;
  private final int movesPerSecond;
  private volatile boolean broken;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("restless").daemon().factory());

  Restless(Crowd crowd, long seed, int movesPerSecond) {
    actors =
        crowd.actors().stream()
            .sorted(Comparator.comparing((Actor actor) -> actor.id().value()))
            .toList();
    random = new Random(seed);
    this.movesPerSecond = movesPerSecond;
    for (int i = 0; i + 1 < actors.size(); i += QUARTERS) {
      comers.add(actors.get(i));
      goers.add(actors.get(i + 1));
    }
  }

  /** Everybody comes who is to be there from the start. */
  void gather() {
    actors.stream()
        .filter(actor -> !comers.contains(actor))
        .forEach(actor -> actor.enqueue(Move.JOIN));
  }

  void begin() {
    var _ =
        timer.scheduleAtFixedRate(
            this::move, 0, 1_000_000L / movesPerSecond, TimeUnit.MICROSECONDS);
  }

  /** Whether those who move once do so now. */
  void broken(boolean now) {
    broken = now;
  }

  private void move() {
    Actor actor = actors.get(random.nextInt(actors.size()));
    if (!actor.isIdle() || !mayMove(actor)) {
      return;
    }
    if (!actor.meansToBeOnline()) {
      actor.enqueue(Move.JOIN);
    } else if (random.nextInt(MORE_THERE_THAN_AWAY) == 0) {
      actor.enqueue(WAYS_TO_GO.get(random.nextInt(WAYS_TO_GO.size())));
    }
  }

  private boolean mayMove(Actor actor) {
    if (comers.contains(actor)) {
      return broken && !actor.meansToBeOnline();
    }
    return !goers.contains(actor) || (broken && actor.meansToBeOnline());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    timer.close();
  }
}
