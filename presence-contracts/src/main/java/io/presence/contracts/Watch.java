package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** Which subjects a session is told of unasked: all contacts, or only those it subscribed to. */
@Serdeable
public enum Watch {
  CONTACTS,
  SUBSCRIPTIONS;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a word that is none of these
   */
  @JsonCreator
  public static Watch ofWord(String word) {
    for (var value : values()) {
      if (value.word().equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "watch must be one of contacts, subscriptions, got " + Ids.abbreviate(word));
  }
}
