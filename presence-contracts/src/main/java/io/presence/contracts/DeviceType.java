package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** What kind of device a session runs on. */
@Serdeable
public enum DeviceType {
  @JsonProperty("mobile")
  MOBILE,
  @JsonProperty("desktop")
  DESKTOP,
  @JsonProperty("web")
  WEB;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for a word that is none of these
   */
  @JsonCreator
  public static DeviceType ofWord(String word) {
    for (var value : values()) {
      if (value.word().equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "device_type must be one of mobile, desktop, web, got " + Ids.abbreviate(word));
  }
}
