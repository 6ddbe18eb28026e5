package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/**
 * What one person can see of another. There is deliberately no word for invisible (invariant
 * Non-interference).
 */
@Serdeable
public enum VisibleStatus {
  ONLINE,
  BUSY,
  AWAY,
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
