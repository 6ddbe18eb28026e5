package io.presence.simulation.process;

import io.micronaut.context.event.ApplicationEventListener;
import io.presence.contracts.LastSeen;
import io.presence.lastseen.LastSeenDoor;
import io.presence.lastseen.SimulatedTable;
import io.presence.simulation.engine.Machine;

/** A process of last-seen-persister. */
public final class Persister {
  private final Machine machine;
  private final Wiring wiring;

  public Persister(Surroundings around, Machine machine, SimulatedTable.Rows rows) {
    this.machine = machine;
    this.wiring =
        Service.wiring(around, machine).give(SimulatedTable.class, new SimulatedTable(rows));
    machine.spawn(
        "main",
        () ->
            ((ApplicationEventListener<?>) wiring.get("lastseen.ChangesConsumer"))
                .onApplicationEvent(null));
  }

  public Machine machine() {
    return machine;
  }

  /** On this machine. */
  public LastSeen.Batch lastSeen(String userIds) {
    return LastSeenDoor.lastSeen(wiring.get("lastseen.LastSeenController"), userIds);
  }
}
