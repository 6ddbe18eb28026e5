package io.presence.gateway.protocol;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.Frames;
import io.presence.contracts.Frames.Outbound;
import io.presence.contracts.Frames.Server;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomPresence;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of the server, as the bytes that go out. */
@Singleton
public final class FrameWriter {
  private final ObjectMapper json;

  public FrameWriter(ObjectMapper json) {
    this.json = json;
  }

  public byte[] updated(PresenceView view) {
    return write(Outbound.of(Server.PRESENCE_UPDATED, view));
  }

  /** A page of the snapshot after {@code authenticated}. */
  public byte[] snapshot(List<PresenceView> views, boolean last) {
    return write(new Outbound(Server.PRESENCE_INFO, views, null, last ? true : null));
  }

  public byte[] info(List<PresenceView> views, @Nullable Object ref) {
    return write(Outbound.answer(Server.PRESENCE_INFO, views, ref));
  }

  /**
   * @param ref of the subscription that it answers; null when unasked
   */
  public byte[] aggregated(RoomPresence presence, @Nullable Object ref) {
    return write(Outbound.answer(Server.PRESENCE_AGGREGATED, presence, ref));
  }

  public byte[] authenticated(Frames.Authenticated data, @Nullable Object ref) {
    return write(Outbound.answer(Server.AUTHENTICATED, data, ref));
  }

  public byte[] ack(@Nullable Object data, @Nullable Object ref) {
    return write(Outbound.answer(Server.ACK, data, ref));
  }

  /** Before a planned close: when to come back. */
  public byte[] reconnect(long afterMillis, String reason) {
    return write(Outbound.of(Server.RECONNECT, new Frames.Reconnect(afterMillis, reason)));
  }

  /**
   * @param level {@code live}, {@code delayed} or {@code stale}
   */
  public byte[] degraded(String level, String reason) {
    return write(Outbound.of(Server.DEGRADED, new Frames.Degraded(level, reason)));
  }

  /** A person's own status, to a session that may have missed it. */
  public byte[] meUpdated(Me me) {
    return write(Outbound.of(Server.ME_UPDATED, me));
  }

  /**
   * @param retryAfterMillis null when trying again would not help
   */
  public byte[] error(
      ErrorCode code, String message, @Nullable Long retryAfterMillis, @Nullable Object ref) {
    return write(
        Outbound.answer(Server.ERROR, new Frames.Problem(code, message, retryAfterMillis), ref));
  }

  private byte[] write(Outbound frame) {
    try {
      return json.writeValueAsBytes(frame);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a " + frame.event() + " frame", e);
    }
  }
}
