package io.presence.gateway.channel;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.CloseCode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Frames as server-sent events: {@code event} and {@code data} as on the socket. What stands beside
 * {@code data} in a frame, {@code last}, is a line of its own, and, for parsers that know only the
 * standard's fields, the event's {@code id}.
 */
@Singleton
final class EventWriter {
  /** Keeps the connection open, and is nothing to the client. */
  static final EventBytes COMMENT = new EventBytes(new byte[] {':', '\n', '\n'});

  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);

  private final ObjectMapper json;

  EventWriter(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @param frame as for a socket
   */
  EventBytes write(byte[] frame) {
    try {
      JsonNode node = Objects.requireNonNull(json.readValue(frame, NODE));
      JsonNode last = node.get("last");
      return event(
          Objects.requireNonNull(node.get("event")).getStringValue(),
          json.writeValueAsString(Objects.requireNonNull(node.get("data"))),
          last != null && last.getBooleanValue());
    } catch (IOException e) {
      throw new UncheckedIOException("a frame cannot be read", e);
    }
  }

  /** A stream has no close code of its own. */
  EventBytes closed(CloseCode code) {
    return event(
        "closed", "{\"code\":%d,\"reason\":\"%s\"}".formatted(code.code(), code.reason()), false);
  }

  /** JSON has no line breaks: what is in strings is escaped. */
  private static EventBytes event(String name, String data, boolean last) {
    String text =
        "event: " + name + "\ndata: " + data + (last ? "\nlast: true\nid: last\n\n" : "\n\n");
    return new EventBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
