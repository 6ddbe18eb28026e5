package io.presence.simulation.bus;

import java.util.Properties;

/** Woven in place of Micronaut's configurations of Kafka clients: there is nothing to configure. */
public final class BusConfiguration {
  public Properties getConfig() {
    return new Properties();
  }
}
