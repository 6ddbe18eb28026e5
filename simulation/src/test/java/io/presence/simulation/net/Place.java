package io.presence.simulation.net;

/** What a process may be cut off from. */
public enum Place {
  STORE,
  BUS,
  HEARTBEAT,
  GRAPH,
  PERSISTER
}
