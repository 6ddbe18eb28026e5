package io.presence.gateway.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a reader is behind, in time and without comparing clocks of different machines: what
 * stood at the end at one look must have been read at a later one. Pure; confined to one thread.
 *
 * @param <P> a partition
 */
final class LagWatch<P> {
  private final Map<P, Long> mark = new HashMap<>();
  private long markedAt;

  LagWatch(long now) {
    markedAt = now;
  }

  /**
   * @param positions what is read next
   * @param ends what will be written next
   * @return for how long something has been waiting to be read, milliseconds
   */
  long look(Map<P, Long> positions, Map<P, Long> ends, long now) {
    boolean reached =
        mark.entrySet().stream()
            .allMatch(
                end -> positions.getOrDefault(end.getKey(), Long.MAX_VALUE) >= end.getValue());
    if (reached) {
      begin(ends, now);
      return 0;
    }
    return Math.max(0, now - markedAt);
  }

  /** What is at the end now is the next to be reached. */
  void begin(Map<P, Long> ends, long now) {
    mark.clear();
    mark.putAll(ends);
    markedAt = now;
  }
}
