package io.presence.heartbeat;

import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;

/** Asks as gateways do. */
public final class HeartbeatDoor {
  private HeartbeatDoor() {}

  public static ReportResult.Batch heartbeats(Object controller, ReportBatch batch) {
    return ((HeartbeatController) controller).heartbeats(batch);
  }
}
