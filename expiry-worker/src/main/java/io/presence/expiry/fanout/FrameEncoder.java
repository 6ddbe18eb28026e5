package io.presence.expiry.fanout;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sight;
import io.presence.contracts.Visibility;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Encodes what is told, once for all who are told the same. */
@Singleton
final class FrameEncoder {
  private final ObjectMapper json;

  FrameEncoder(ObjectMapper json) {
    this.json = json;
  }

  /** {@code presence_updated}, as somebody with this sight sees it. */
  byte[] presenceUpdated(Telling telling, Sight sight) {
    return encode(
        Frames.Server.PRESENCE_UPDATED,
        Visibility.view(telling.subject(), sight, telling.state(), telling.version(), true));
  }

  /** {@code me_updated}: for the person alone. */
  byte[] meUpdated(PresenceChanged change) {
    return encode(Frames.Server.ME_UPDATED, Me.of(change.state().status(), change.hand()));
  }

  /** The state that is told, for gateways: no frame, and never for a client. */
  byte[] state(Telling telling) {
    return encode(telling.state());
  }

  private byte[] encode(String event, Object data) {
    return encode(Frames.Outbound.of(event, data));
  }

  private byte[] encode(Object record) {
    try {
      return json.writeValueAsBytes(record);
    } catch (IOException e) {
      throw new UncheckedIOException("a record must always be writable", e);
    }
  }
}
