package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /**
   * The one session that a device without a socket has: the same whoever is asked for it, so that
   * services need not remember it between two calls.
   */
  public static SessionId withoutSocket(UserId user, DeviceId device) {
    // A device id holds no colon: the two cannot run into each other.
    byte[] both = (device.value() + ':' + user.value()).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(both);
      return new SessionId("hb-" + HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
