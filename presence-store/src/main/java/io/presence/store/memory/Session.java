package io.presence.store.memory;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionState;

/** One session in the registry. Guarded by the store's lock. */
final class Session {
  final DeviceId device;
  final DeviceType type;

  /** When it began to count, or to count again. */
  long from;

  GatewayId gateway;
  long activeAt;
  long seen;
  boolean lost;

  Session(
      DeviceId device, DeviceType type, GatewayId gateway, long activeAt, long heardAt, long now) {
    this.device = device;
    this.type = type;
    this.gateway = gateway;
    this.activeAt = activeAt;
    this.seen = heardAt;
    this.from = now;
  }

  /** Heard again: never moves back, so reports may come in any order. */
  void heardAt(long millis) {
    seen = Math.max(seen, millis);
  }

  void activeAt(long millis) {
    activeAt = Math.max(activeAt, millis);
  }

  SessionState state() {
    return new SessionState(device, type, activeAt);
  }
}
