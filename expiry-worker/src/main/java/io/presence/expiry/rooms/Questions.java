package io.presence.expiry.rooms;

import io.presence.store.RoomWatches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells new questions from those that were read before: each look reads a little of the past again.
 * Pure, confined to one thread.
 */
final class Questions {
  /** Entries of one moment may become visible in any order within it. */
  private static final long OVERLAP_MILLIS = 1_000;

  private final Map<Key, Long> read = new HashMap<>();
  private long newest;

  /** From when on to read. */
  long since() {
    return Math.max(0, newest - OVERLAP_MILLIS);
  }

  List<RoomWatches.Ask> fresh(List<RoomWatches.Ask> asked) {
    List<RoomWatches.Ask> fresh = new ArrayList<>();
    for (RoomWatches.Ask ask : asked) {
      Long before = read.put(new Key(ask), ask.at());
      if (before == null || before != ask.at()) {
        fresh.add(ask);
      }
      newest = Math.max(newest, ask.at());
    }
    read.values().removeIf(at -> at < since());
    return fresh;
  }

  private record Key(Object room, Object gateway, Object viewer) {
    Key(RoomWatches.Ask ask) {
      this(ask.room(), ask.gateway(), ask.viewer());
    }
  }
}
