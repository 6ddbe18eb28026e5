package io.presence.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.PresenceChanged;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A change as the bytes of its record: JSON. */
@Singleton
public final class ChangeCodec {
  private static final Argument<PresenceChanged> TYPE = Argument.of(PresenceChanged.class);

  private final ObjectMapper json;

  ChangeCodec(ObjectMapper json) {
    this.json = json;
  }

  byte[] encode(PresenceChanged change) {
    try {
      return json.writeValueAsBytes(TYPE, change);
    } catch (IOException e) {
      throw new UncheckedIOException("a change must always be writable", e);
    }
  }

  /**
   * @throws IOException if the bytes are no change: skip and count such a record, it stays bad
   */
  public PresenceChanged decode(byte[] value) throws IOException {
    PresenceChanged change;
    try {
      change = json.readValue(value, TYPE);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
    if (change == null) {
      throw new IOException("a change is an object, got null");
    }
    return change;
  }
}
