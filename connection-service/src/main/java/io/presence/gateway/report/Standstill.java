package io.presence.gateway.report;

/**
 * Knows when this process did not run for a while: stopped, starved, or moved to another machine.
 * What is read right afterwards has waited, for as long as that at most, and its senders may have
 * done other things since, elsewhere.
 *
 * <p>Times are milliseconds of one clock, given by the caller. One thread ticks, any thread asks.
 */
final class Standstill {
  /** Between two ticks more than this is a standstill: ticks come every tenth of it. */
  static final long NOTICED_MILLIS = 1_000;

  /** For how long after one what is read may have been sent before or in it. */
  static final long AFTERMATH_MILLIS = 2_000;

  private record Gap(long from, long until) {}

  private volatile long ticked;
  private volatile Gap last;

  Standstill(long now) {
    ticked = now;
    last = new Gap(now, now);
  }

  void tick(long now) {
    if (now - ticked > NOTICED_MILLIS) {
      last = new Gap(ticked, now);
    }
    ticked = now;
  }

  /** How long ago what is read now was sent, at most; 0 while all is well. */
  long ageOfWhatIsRead(long now) {
    if (now - ticked > NOTICED_MILLIS) {
      // It goes on just now, and nobody has ticked yet.
      return now - ticked;
    }
    Gap gap = last;
    return gap.from() < gap.until() && now - gap.until() < AFTERMATH_MILLIS ? now - gap.from() : 0;
  }
}
