package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;

/**
 * One device of a person; tabs share one. 1-128 characters of {@code [A-Za-z0-9._@-]}, no colon.
 */
@Serdeable
public record DeviceId(String value) implements Comparable<DeviceId> {
  /**
   * @throws IllegalArgumentException if the value breaks the spelling rule; the message says which
   */
  public DeviceId {
    Ids.require("device_id", value, false);
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @JsonCreator
  public static DeviceId of(String value) {
    return new DeviceId(value);
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
