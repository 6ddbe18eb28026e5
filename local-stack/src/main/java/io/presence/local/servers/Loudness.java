package io.presence.local.servers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much libraries may say in this JVM. Kafka's client and broker say hundreds of lines at INFO.
 */
public final class Loudness {
  static final String EVERYTHING = Logger.ROOT_LOGGER_NAME;
  static final String[] KAFKA = {"kafka", "org.apache.kafka", "state.change.logger"};

  private Loudness() {}

  /** For a command that speaks to a person: what it has to say, it prints. */
  public static void none() {
    only(Level.OFF, EVERYTHING);
  }

  static void only(Level level, String... names) {
    for (String name : names) {
      // Another logging library may be in charge in somebody's tests; then it is theirs to tame.
      if (LoggerFactory.getLogger(name) instanceof Logger logger) {
        logger.setLevel(level);
      }
    }
  }
}
