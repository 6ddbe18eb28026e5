package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** Why a change happened: for people who ask why, and for analytics. No rule depends on it. */
@Serdeable
public enum Cause {
  /** A session began. */
  CONNECTED,
  /** Someone came back after being idle. */
  ACTIVE,
  /** Nobody did anything on any device for the idle timeout. */
  IDLE,
  /** The person set a status or a message. */
  STATUS_SET,
  /** A hand-set status or message ended by itself. */
  STATUS_EXPIRED,
  /** A device was signed off. */
  SIGNED_OFF,
  /** A session was closed cleanly. */
  CLOSED,
  /** A lease ran out: nothing was heard for the TTL. */
  LAPSED,
  /** Not a new change: the current state, said again because Kafka had not confirmed it. */
  REPUBLISHED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a word that is none of these
   */
  @JsonCreator
  public static Cause ofWord(String word) {
    for (var value : values()) {
      if (value.word().equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown cause");
  }
}
