package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** How a session ended: for analytics. No rule depends on it. */
@Serdeable
public enum SessionEnd {
  /** The client said goodbye. */
  @JsonProperty("closed")
  CLOSED,
  /** The connection broke, and the device was not back within the TTL. */
  @JsonProperty("lost")
  LOST,
  /** Nothing was heard for the TTL, and no gateway knew why. */
  @JsonProperty("lapsed")
  LAPSED,
  /** Its device was signed off; signing on again begins another. */
  @JsonProperty("signed_off")
  SIGNED_OFF,
  /** It gave way to a newer one: too many for one person. */
  @JsonProperty("evicted")
  EVICTED,
  /** An administrator ended it. */
  @JsonProperty("expelled")
  EXPELLED,
  /** The connection broke, and the device was back in time with a new one. */
  @JsonProperty("replaced")
  REPLACED,
  /** Nobody said so; also a word of a later version. */
  @JsonProperty("unknown")
  UNKNOWN;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A word that is none of these is {@link #UNKNOWN}: more may be said one day. */
  @JsonCreator
  public static SessionEnd ofWord(String word) {
    for (var value : values()) {
      if (value.word().equals(word)) {
        return value;
      }
    }
    return UNKNOWN;
  }
}
