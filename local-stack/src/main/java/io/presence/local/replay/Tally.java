package io.presence.local.replay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** What a replay counts while it runs. Safe for any thread. */
final class Tally {
  private static final long LONGEST_MICROS = 600_000_000L;

  final LongAdder connections = new LongAdder();
  final LongAdder failedConnections = new LongAdder();
  final LongAdder unexpectedCloses = new LongAdder();
  final LongAdder transitions = new LongAdder();
  final LongAdder ignored = new LongAdder();
  final LongAdder updates = new LongAdder();
  final LongAdder falseOfflines = new LongAdder();
  final AtomicLong behindNanos = new AtomicLong();

  /** From the beginning of the connection attempt to each viewer that was told. */
  final Histogram arrivals = histogram();

  /** From the goodbye to each viewer that was told. */
  final Histogram signOffs = histogram();

  /** From the cut to each viewer that was told. */
  final Histogram drops = histogram();

  /** From the beginning of the silence to each viewer that was told. */
  final Histogram silences = histogram();

  private static Histogram histogram() {
    return new SynchronizedHistogram(LONGEST_MICROS, 3);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
  }

  void behind(long nanos) {
    behindNanos.accumulateAndGet(nanos, Math::max);
  }
}
