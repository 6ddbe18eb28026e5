package io.presence.simulation.world;

import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.simulation.net.Place;
import io.presence.simulation.net.Weather;
import io.presence.simulation.weave.FiberExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Redis's expired events: late, never, twice, or of a lease that has been renewed since; to all who
 * listen at the moment.
 */
final class Hints {
  private final Scheduler scheduler;
  private final Weather weather;
  private final long ttlNanos;
  private final List<Listener> listeners = new ArrayList<>();

  private record Listener(Machine machine, BiConsumer<UserId, SessionId> hint) {}

  Hints(Scheduler scheduler, Weather weather, long ttlNanos) {
    this.scheduler = scheduler;
    this.weather = weather;
    this.ttlNanos = ttlNanos;
  }

  AutoCloseable subscribe(BiConsumer<UserId, SessionId> hint) {
    listeners.add(new Listener(FiberExecutors.here(), hint));
    return () -> {};
  }

  void reported(SessionReport report) {
    if (scheduler.random().nextInt(4) == 0) {
      long late = (long) (scheduler.random().nextDouble() * scheduler.random().nextDouble() * 2e10);
      scheduler.in(ttlNanos + late, () -> tell(report.userId(), report.sessionId()));
    }
  }

  private void tell(UserId user, SessionId session) {
    listeners.removeIf(listener -> !listener.machine.isAlive());
    for (Listener listener : listeners) {
      if (weather.reaches(listener.machine, Place.STORE) && scheduler.random().nextInt(5) != 0) {
        Runnable arrives = () -> listener.hint.accept(user, session);
        scheduler.in(weather.wayNanos(), listener.machine, arrives);
        if (scheduler.random().nextInt(5) == 0) {
          scheduler.in(2 * weather.wayNanos(), listener.machine, arrives);
        }
      }
    }
  }
}
