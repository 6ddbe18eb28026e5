package io.presence.gateway.protocol;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.Frames;
import io.presence.contracts.Frames.Client;
import io.presence.contracts.RoomId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's message: {@code {"event", "data", "ref"?}}. Unknown fields are ignored; what is
 * wrong is told with the {@code ref}, if that much could be read.
 */
@Singleton
public final class FrameReader {
  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);
  private static final JsonNode NO_DATA = JsonNode.createObjectNode(java.util.Map.of());

  private final ObjectMapper json;

  public FrameReader(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @param message UTF-8, or else a bad frame
   * @param now for times that must lie in the future
   */
  public Parsed read(byte[] message, Instant now) {
    JsonNode envelope = tree(message);
    if (envelope == null || !envelope.isObject()) {
      return refuse(
          ErrorCode.BAD_FRAME,
          "a frame is a JSON object {\"event\": …, \"data\": …, \"ref\"?: …}",
          null);
    }
    Object ref;
    try {
      ref = ref(envelope.get("ref"));
    } catch (IllegalArgumentException e) {
      return refuse(ErrorCode.INVALID_DATA, said(e), null);
    }
    JsonNode event = envelope.get("event");
    if (event == null || !event.isString()) {
      return refuse(ErrorCode.BAD_FRAME, "event must be a string", ref);
    }
    JsonNode data = envelope.get("data");
    if (data == null || data.isNull()) {
      data = NO_DATA;
    }
    if (!data.isObject()) {
      return refuse(ErrorCode.INVALID_DATA, "data must be an object", ref);
    }
    return read(event.getStringValue(), new Data(data), ref, now);
  }

  private static Parsed read(String event, Data data, @Nullable Object ref, Instant now) {
    try {
      return switch (event) {
        case Client.AUTHENTICATE ->
            new Parsed.Frame(
                new ClientFrame.Authenticate(data.requiredText("token"), device(data)), ref);
        case Client.HEARTBEAT ->
            new Parsed.Frame(new ClientFrame.Heartbeat(data.flag("active")), ref);
        case Client.UPDATE_STATUS ->
            new Parsed.Frame(new ClientFrame.UpdateStatus(StatusData.read(data, now)), ref);
        case Client.GET_PRESENCE ->
            new Parsed.Frame(new ClientFrame.GetPresence(data.userIds()), ref);
        case Client.SUBSCRIBE_PRESENCE ->
            new Parsed.Frame(new ClientFrame.SubscribePresence(data.userIds()), ref);
        case Client.UNSUBSCRIBE_PRESENCE ->
            new Parsed.Frame(new ClientFrame.UnsubscribePresence(data.userIds()), ref);
        case Client.SUBSCRIBE_ROOM ->
            new Parsed.Frame(new ClientFrame.SubscribeRoom(room(data)), ref);
        case Client.UNSUBSCRIBE_ROOM ->
            new Parsed.Frame(new ClientFrame.UnsubscribeRoom(room(data)), ref);
        default -> refuse(ErrorCode.UNKNOWN_EVENT, "this event is not part of presence.v1", ref);
      };
    } catch (IllegalArgumentException e) {
      return refuse(ErrorCode.INVALID_DATA, said(e), ref);
    }
  }

  private static RoomId room(Data data) {
    return new RoomId(data.requiredText("room_id"));
  }

  private static DeviceClaim device(Data data) {
    return DeviceClaim.read(data::text);
  }

  private @Nullable JsonNode tree(byte[] message) {
    try {
      return json.readValue(message, NODE);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Object ref(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    Object ref = node.isString() || node.isNumber() ? node.getValue() : null;
    if (ref == null) {
      throw new IllegalArgumentException("ref must be a string or a number");
    }
    int length = ref.toString().length();
    if (length > Frames.MAX_REF_LENGTH) {
      throw new IllegalArgumentException(
          "ref must have at most %d characters, got %d".formatted(Frames.MAX_REF_LENGTH, length));
    }
    return ref;
  }

  private static Parsed refuse(ErrorCode code, String message, @Nullable Object ref) {
    return new Parsed.Refused(code, message, ref);
  }

  private static String said(IllegalArgumentException e) {
    String message = e.getMessage();
    return message == null ? "invalid data" : message;
  }
}
