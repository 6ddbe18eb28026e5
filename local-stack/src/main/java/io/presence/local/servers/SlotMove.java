package io.presence.local.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A slot on its way from one primary to another. */
public final class SlotMove {
  private static final String AT_ONCE = "100";
  private static final String PATIENCE_MILLIS = "5000";

  private final RedisCluster cluster;
  private final int slot;
  private final int from;
  private final int to;

  SlotMove(RedisCluster cluster, int slot, int from, int to) {
    this.cluster = cluster;
    this.slot = slot;
    this.from = from;
    this.to = to;
  }

  /** Moves the keys that are still where they were, until none is left. */
  public void keys() {
    try (var wire = new RedisWire(from)) {
      List<?> keys = listed(wire);
      while (!keys.isEmpty()) {
        List<String> command =
            new ArrayList<>(
                List.of(
                    "MIGRATE",
                    "127.0.0.1",
                    Integer.toString(to),
                    "",
                    "0",
                    PATIENCE_MILLIS,
                    "KEYS"));
        keys.forEach(key -> command.add(key.toString()));
        wire.say(command.toArray(String[]::new));
        keys = listed(wire);
      }
    }
  }

  private List<?> listed(RedisWire wire) {
    return (List<?>)
        Objects.requireNonNull(
            wire.say("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), AT_ONCE));
  }

  /** Tells all primaries who holds the slot now. */
  public void end() {
    cluster.assign(slot, to);
  }
}
