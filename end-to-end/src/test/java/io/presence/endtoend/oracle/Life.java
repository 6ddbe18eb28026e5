package io.presence.endtoend.oracle;

import java.util.Set;

/** The life of one session, in {@link System#nanoTime}. Written by its actor. */
final class Life {
  private final long from = System.nanoTime();
  private volatile long certain = Long.MAX_VALUE;
  private volatile long endFrom = Long.MAX_VALUE;
  private volatile long endCertain = Long.MAX_VALUE;

  void began() {
    certain = System.nanoTime();
  }

  /**
   * @param from when it may be over at the earliest
   * @param certain when it is over
   */
  void ends(long from, long certain) {
    endFrom = Math.min(endFrom, from);
    endCertain = Math.min(endCertain, certain);
  }

  /** It may be over from now on: its device has connected again. */
  void mayBeReplaced() {
    endFrom = Math.min(endFrom, System.nanoTime());
  }

  /** When it is over for certain; 0 while it is not. */
  long over() {
    return endCertain == Long.MAX_VALUE ? 0 : endCertain;
  }

  boolean isPossible(long moment) {
    return from <= moment && moment <= endCertain;
  }

  boolean isCertain(long moment) {
    return certain <= moment && moment < endFrom;
  }

  void moments(Set<Long> into) {
    into.add(from);
    into.add(certain);
    into.add(endFrom);
    into.add(endCertain);
  }
}
