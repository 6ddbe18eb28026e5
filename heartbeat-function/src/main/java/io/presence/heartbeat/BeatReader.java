package io.presence.heartbeat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a heartbeat, and as strictly as frames are read: what has another type than it
 * should is not guessed.
 */
@Singleton
final class BeatReader {
  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);

  private final ObjectMapper json;

  BeatReader(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @throws IllegalArgumentException with a message for the client
   */
  Beat read(UserId user, byte[] body) {
    JsonNode tree = null;
    try {
      tree = json.readValue(body, NODE);
    } catch (IOException e) {
      // Said below, without quoting what could not be read.
    }
    if (tree == null || !tree.isObject()) {
      throw new IllegalArgumentException(
          "the body is a JSON object {\"device_id\", \"device_type\", \"active\"?}");
    }
    return new Beat(
        user,
        new DeviceId(text(tree, "device_id")),
        DeviceType.ofWord(text(tree, "device_type")),
        active(tree.get("active")));
  }

  private static String text(JsonNode tree, String field) {
    JsonNode value = tree.get(field);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.getStringValue();
  }

  private static boolean active(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("active must be true or false");
    }
    return value.getBooleanValue();
  }
}
