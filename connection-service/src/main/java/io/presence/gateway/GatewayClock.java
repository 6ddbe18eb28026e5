package io.presence.gateway;

import jakarta.inject.Singleton;
import java.time.Instant;

/** The only reader of clocks here; what is decided by time takes the time as an argument. */
@Singleton
public class GatewayClock {
  /** Milliseconds that never jump, from an arbitrary start: for durations. */
  public long millis() {
    return System.nanoTime() / 1_000_000;
  }

  /** The time of day: for what clients and tokens say in ISO-8601 or epoch seconds. */
  public Instant now() {
    return Instant.now();
  }
}
