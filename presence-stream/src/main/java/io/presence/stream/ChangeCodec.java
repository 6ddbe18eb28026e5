package io.presence.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.PresenceChanged;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

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
   * @throws IOException if the bytes are no change: give such a record to {@link DeadLetters}, it
   *     stays bad
   */
  public PresenceChanged decode(byte @Nullable [] value) throws IOException {
    if (value == null) {
      throw new IOException("a change is an object, got no value");
    }
    @Nullable PresenceChanged change;
    try {
      change = json.readValue(value, TYPE);
    } catch (RuntimeException e) {
      // Whatever a foreign record does to the parser, it is that record's doing.
      throw new IOException(e);
    }
    if (change == null) {
      throw new IOException("a change is an object, got null");
    }
    // JSON may leave out what the record's types promise.
    if (change.userId() == null
        || change.cause() == null
        || change.state() == null
        || change.state().status() == null
        || change.hand() == null
        || change.version() <= 0) {
      throw new IOException("a change lacks user_id, version, cause, state or hand");
    }
    return change;
  }
}
