package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/** The {@code code} of an {@code error} frame. */
@Serdeable
public enum ErrorCode {
  /** Not a JSON object with an event name. */
  BAD_FRAME,
  /** An event that the protocol does not have, or that this server does not offer yet. */
  UNKNOWN_EVENT,
  /** The data breaks a rule; the message names field, value and limit. */
  INVALID_DATA,
  /** The first frame must be {@code authenticate}, or the token is not accepted. */
  UNAUTHENTICATED,
  FORBIDDEN,
  RATE_LIMITED,
  TOO_LARGE,
  /** Something that the answer needs did not respond; try again. */
  UNAVAILABLE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
