package io.presence.simulation.bus;

import io.presence.simulation.engine.Machine;

/** What goes wrong with Kafka and on the way to it; each question is answered anew. */
public interface BusWeather {
  /** Whether a machine and the brokers can talk. */
  boolean reaches(Machine machine);

  /** How long a record needs to the brokers, and its acknowledgement back. */
  long wayNanos();

  /** Whether an acknowledgement is lost: the record is written all the same. */
  boolean losesAcknowledgement();

  /** Whether a record, once fetched, comes to its reader. */
  Fate fate(String topic);

  /** What becomes of a record on its way to a reader. */
  enum Fate {
    ARRIVES,
    /** Never, as when its reader has skipped ahead. */
    LOST,
    TWICE,
    /** After those behind it. */
    LATER
  }
}
