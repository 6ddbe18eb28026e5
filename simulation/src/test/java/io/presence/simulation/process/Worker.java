package io.presence.simulation.process;

import io.micronaut.context.event.ApplicationEventListener;
import io.presence.simulation.engine.Machine;

/** A process of expiry-worker. Rooms are not counted here. */
public final class Worker {
  private static final String[] LOOPS = {
    "expiry.sweep.Sweeper",
    "expiry.sweep.ExpiredLeaseHints",
    "expiry.sweep.Republisher",
    "expiry.fanout.ChangesReader"
  };

  private final Machine machine;
  private final Wiring wiring;

  public Worker(Surroundings around, Machine machine) {
    this.machine = machine;
    this.wiring =
        Service.wiring(around, machine)
            .give(
                "expiry.fanout.FriendGraphClient",
                Service.graph(around, machine, "expiry.fanout.FriendGraphClient", 2_000));
    machine.spawn("main", this::start);
  }

  private void start() {
    for (String loop : LOOPS) {
      ((ApplicationEventListener<?>) wiring.get(loop)).onApplicationEvent(null);
    }
  }

  public Machine machine() {
    return machine;
  }
}
