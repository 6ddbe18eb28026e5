package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;

/** Which room. 1-128 characters of {@code [A-Za-z0-9._:@-]}, as a {@link UserId}. */
@Serdeable
public record RoomId(String value) implements Comparable<RoomId> {
  /**
   * @throws IllegalArgumentException if the value breaks the spelling rule; the message says which
   */
  public RoomId {
    Ids.require("room_id", value, true);
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @JsonCreator
  public static RoomId of(String value) {
    return new RoomId(value);
  }

  @Override
  public int compareTo(RoomId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
