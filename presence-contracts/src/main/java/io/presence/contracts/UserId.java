package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;

/** Who: the {@code sub} of a verified token. 1-128 characters of {@code [A-Za-z0-9._:@-]}. */
@Serdeable
public record UserId(String value) implements Comparable<UserId> {
  /**
   * @throws IllegalArgumentException if the value breaks the spelling rule; the message says which
   */
  public UserId {
    Ids.require("user_id", value, true);
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @JsonCreator
  public static UserId of(String value) {
    return new UserId(value);
  }

  /**
   * Whether the text is a well-formed user id: for input that is answered item by item instead of
   * refused.
   */
  public static boolean isValid(String value) {
    return Ids.isValid(value, true);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
