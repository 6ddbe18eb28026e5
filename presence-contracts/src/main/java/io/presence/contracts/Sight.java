package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/**
 * How much of a subject a viewer may see; the answer of the friend graph to {@code view(viewer,
 * subject)}.
 */
@Serdeable
public enum Sight {
  /** Status, devices, message and last seen. */
  @JsonProperty("full")
  FULL,
  /** All, but only an approximation of last seen. */
  @JsonProperty("approximate")
  APPROXIMATE,
  /** All but last seen. */
  @JsonProperty("status_only")
  STATUS_ONLY,
  /** Nothing: blocked, hidden, not permitted and never existed are one and the same. */
  @JsonProperty("none")
  NONE;

  /** Whether a view of it tells whether the subject is there. */
  public boolean tellsStatus() {
    return this != NONE;
  }

  /** Whether a view of it tells anything of when the subject was last seen. */
  public boolean tellsLastSeen() {
    return this == FULL || this == APPROXIMATE;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a word that is none of these
   */
  @JsonCreator
  public static Sight ofWord(String word) {
    for (var value : values()) {
      if (value.word().equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException("unknown sight");
  }
}
