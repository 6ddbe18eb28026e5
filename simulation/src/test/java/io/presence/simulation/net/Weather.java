package io.presence.simulation.net;

import io.presence.contracts.Topics;
import io.presence.simulation.bus.BusWeather;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What goes wrong at the moment. Faults have an end; {@link #clear} is the end of all. */
public final class Weather implements BusWeather {
  private static final long USUAL_WAY_NANOS = 2_000_000;

  private final Scheduler scheduler;
  private final Random random;
  private final Map<Place, Long> downUntil = new LinkedHashMap<>();
  private final Map<String, Long> cutUntil = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private long slowUntil;
  private long slowNanos;
  private long lossyUntil;
  private Consumer<Machine> storeFailures = machine -> {};

  public Weather(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.random = scheduler.random();
  }

  /** Told of every machine whose question to the store had no answer. */
  public void watchStore(Consumer<Machine> failures) {
    storeFailures = failures;
  }

  void storeFailed(Machine machine) {
    storeFailures.accept(machine);
  }

  /** Nobody reaches the place for a while. */
  public void down(Place place, long nanos) {
    downUntil.merge(place, scheduler.now() + nanos, Math::max);
  }

  /** One machine does not. */
  public void cut(Machine machine, Place place, long nanos) {
    cutUntil.merge(machine.name() + " " + place, scheduler.now() + nanos, Math::max);
  }

  /** Everything takes longer. */
  public void slow(long longestNanos, long nanos) {
    slowNanos = longestNanos;
    slowUntil = scheduler.now() + nanos;
  }

  /** Answers and acknowledgements are lost, records are lost, come twice or late. */
  public void lossy(long nanos) {
    lossyUntil = scheduler.now() + nanos;
  }

  /** All is well from here on. */
  public void clear() {
    downUntil.clear();
    cutUntil.clear();
    slowUntil = 0;
    lossyUntil = 0;
  }

  public boolean reaches(Machine machine, Place place) {
    return downUntil.getOrDefault(place, 0L) <= scheduler.now()
        && (cutUntil.isEmpty()
            || cutUntil.getOrDefault(machine.name() + " " + place, 0L) <= scheduler.now());
  }

  @Override
  public boolean reaches(Machine machine) {
    return reaches(machine, Place.BUS);
  }

  /** How long something is under way. */
  @Override
  public long wayNanos() {
    if (slowUntil > scheduler.now() && random.nextInt(4) == 0) {
      count("delayed");
      return (long) (random.nextDouble() * slowNanos);
    }
    return 100_000L + random.nextInt((int) USUAL_WAY_NANOS);
  }

  /** Whether one more message is lost. */
  public boolean loses(String what, int oneIn) {
    boolean lost = lossyUntil > scheduler.now() && random.nextInt(oneIn) == 0;
    if (lost) {
      count(what);
    }
    return lost;
  }

  @Override
  public boolean losesAcknowledgement() {
    return loses("acknowledgement lost", 10);
  }

  @Override
  public Fate fate(String topic) {
    if (lossyUntil <= scheduler.now()) {
      return Fate.ARRIVES;
    }
    // A reader of the tail may skip; a group reads everything, in the end.
    boolean tail = topic.equals(Topics.PRESENCE_DELIVERIES);
    return switch (random.nextInt(12)) {
      case 0 -> {
        count(tail ? "delivery lost" : "record repeated");
        yield tail ? Fate.LOST : Fate.TWICE;
      }
      case 1 -> {
        count("record repeated");
        yield Fate.TWICE;
      }
      case 2 -> {
        count("record late");
        yield Fate.LATER;
      }
      default -> Fate.ARRIVES;
    };
  }

  /** Something was done to somebody. */
  public void count(String fault) {
    counts.merge(fault, 1, Integer::sum);
  }

  /** How often what has gone wrong. */
  public Map<String, Integer> counts() {
    return counts;
  }
}
