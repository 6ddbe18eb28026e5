package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;

/**
 * One connection of one device. Made by the server, never by a client, and fences every write: a
 * session that has ended stays ended.
 */
@Serdeable
public record SessionId(String value) implements Comparable<SessionId> {
  /**
   * @throws IllegalArgumentException if the value breaks the spelling rule; the message says which
   */
  public SessionId {
    Ids.require("session_id", value, false);
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @JsonCreator
  public static SessionId of(String value) {
    return new SessionId(value);
  }

  /** A fresh id: random, so that no one can guess or reuse it. */
  public static SessionId random() {
    return new SessionId(RandomIds.next());
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
