package io.presence.simulation.process;

import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.heartbeat.HeartbeatDoor;
import io.presence.simulation.engine.Machine;

/** A process of heartbeat-function. */
public final class Heartbeat {
  private final Machine machine;
  private final Wiring wiring;

  public Heartbeat(Surroundings around, Machine machine) {
    this.machine = machine;
    this.wiring =
        Service.wiring(around, machine)
            .give(
                "heartbeat.LastSeenClient",
                Service.lastSeen(around, machine, "heartbeat.LastSeenClient", 2_000));
  }

  public Machine machine() {
    return machine;
  }

  /** On this machine. */
  public ReportResult.Batch report(ReportBatch batch) {
    return HeartbeatDoor.heartbeats(wiring.get("heartbeat.HeartbeatController"), batch);
  }
}
