package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/**
 * What one person can see of another. There is deliberately no word for invisible (invariant
 * Non-interference).
 */
@Serdeable
public enum VisibleStatus {
  @JsonProperty("online")
  ONLINE,
  @JsonProperty("busy")
  BUSY,
  @JsonProperty("away")
  AWAY,
  @JsonProperty("offline")
  OFFLINE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static VisibleStatus ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
