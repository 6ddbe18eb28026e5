package io.presence.local.crowd;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** What is counted while a crowd moves. Safe for any thread. */
public final class Tally {
  private static final long LONGEST_MICROS = 600_000_000L;

  public final LongAdder connections = new LongAdder();
  public final LongAdder failedConnections = new LongAdder();
  public final LongAdder unexpectedCloses = new LongAdder();
  public final LongAdder transitions = new LongAdder();
  public final LongAdder ignored = new LongAdder();
  public final LongAdder updates = new LongAdder();
  public final LongAdder falseOfflines = new LongAdder();
  public final AtomicLong behindNanos = new AtomicLong();

  /** From the beginning of the connection attempt to each viewer that was told. */
  public final Histogram arrivals = histogram();

  /** From the goodbye to each viewer that was told. */
  public final Histogram signOffs = histogram();

  /** From the cut to each viewer that was told. */
  public final Histogram drops = histogram();

  /** From the beginning of the silence to each viewer that was told. */
  public final Histogram silences = histogram();

  private static Histogram histogram() {
    return new SynchronizedHistogram(LONGEST_MICROS, 3);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
  }

  public void behind(long nanos) {
    behindNanos.accumulateAndGet(nanos, Math::max);
  }
}
