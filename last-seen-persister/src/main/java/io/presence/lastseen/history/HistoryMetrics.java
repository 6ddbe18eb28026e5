package io.presence.lastseen.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The meters of the history. Thread-safe. */
@Singleton
final class HistoryMetrics {
  private static final String PREFIX = "presence.history.";

  private final Counter ended;
  private final Counter unknown;
  private final Counter outside;
  private final Counter failures;
  private final Timer figures;

  HistoryMetrics(MeterRegistry meters) {
    ended =
        Counter.builder(PREFIX + "sessions")
            .description("Ended sessions, written")
            .register(meters);
    unknown =
        Counter.builder(PREFIX + "unknown")
            .description("Sessions of whose end nobody told")
            .register(meters);
    outside =
        Counter.builder(PREFIX + "outside")
            .description("Sessions that began before or after the days that are kept, left out")
            .register(meters);
    failures =
        Counter.builder(PREFIX + "failures")
            .description("Rounds of the history's upkeep that failed; the next one makes up for it")
            .register(meters);
    figures =
        Timer.builder(PREFIX + "figures")
            .description("Computing the figures of one day")
            .register(meters);
  }

  void written(int sessions, int ofUnknownEnd) {
    ended.increment(sessions);
    unknown.increment(ofUnknownEnd);
  }

  void outside(int sessions) {
    outside.increment(sessions);
  }

  void failed() {
    failures.increment();
  }

  void figures(Duration took) {
    figures.record(took);
  }
}
